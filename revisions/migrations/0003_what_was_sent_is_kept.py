"""What a sender has sent stands as it was sent: kept whole at each submission, never changed or deleted (SA-4)."""

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TRIGGER = """
CREATE FUNCTION revisions_a_sent_version_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('app.allow_truncate', true) = 'on' THEN
        RETURN NULL;  -- the test runner empties its own database
    END IF;
    RAISE EXCEPTION 'En innsendt versjon kan ikke endres eller slettes.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER revisions_a_sent_version_stands BEFORE UPDATE OR DELETE ON revisions_proposalversion
    FOR EACH ROW EXECUTE FUNCTION revisions_a_sent_version_stands();
CREATE TRIGGER revisions_sent_versions_are_not_truncated BEFORE TRUNCATE ON revisions_proposalversion
    FOR EACH STATEMENT EXECUTE FUNCTION revisions_a_sent_version_stands();
"""

DROP = "DROP FUNCTION revisions_a_sent_version_stands() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("revisions", "0002_a_made_decision_stands"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposalVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="versjon")),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sendt inn")),
                (
                    "content",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="innhold"),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="revisions.proposal",
                        verbose_name="endringsforslag",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sendt inn av",
                    ),
                ),
            ],
            options={
                "verbose_name": "innsendt versjon",
                "verbose_name_plural": "innsendte versjoner",
                "ordering": ["proposal", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "number"), name="revisions_a_version_is_sent_once")
                ],
            },
        ),
        migrations.RunSQL(TRIGGER, DROP),
    ]
