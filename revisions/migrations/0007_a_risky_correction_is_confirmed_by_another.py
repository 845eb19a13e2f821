"""A «språklig retting» that touches what is required waits for a second person; what is confirmed stands (ID-4)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TRIGGER = """
CREATE FUNCTION revisions_a_confirmation_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'En bekreftelse kan ikke endres.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER revisions_a_confirmation_stands BEFORE UPDATE ON revisions_languageconfirmation
    FOR EACH ROW EXECUTE FUNCTION revisions_a_confirmation_stands();
"""

DROP = "DROP FUNCTION revisions_a_confirmation_stands() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("revisions", "0006_a_case_has_cycle_watchers_and_deadline"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LanguageConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="teksten som er bekreftet")),
                ("reason", models.TextField(verbose_name="begrunnelse")),
                ("confirmed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="bekreftet")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bekreftet av",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="language_confirmations",
                        to="revisions.changeitem",
                        verbose_name="endringspunkt",
                    ),
                ),
            ],
            options={
                "verbose_name": "bekreftelse av språklig retting",
                "verbose_name_plural": "bekreftelser av språklige rettinger",
                "ordering": ["item", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="revisions_a_confirmation_has_a_reason",
                        violation_error_message="Skriv hvorfor endringen bare er språklig (ID-4).",
                    )
                ],
            },
        ),
        migrations.RunSQL(TRIGGER, DROP),
    ]
