"""Each locking keeps a version that can't be changed; a second person approves it, and what is said is kept."""

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TRIGGER = """
CREATE FUNCTION regulations_a_kept_version_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('app.allow_truncate', true) = 'on' THEN
        RETURN NULL;  -- the test runner empties its own database
    END IF;
    RAISE EXCEPTION 'En versjon av en endringsforskrift kan ikke endres eller slettes.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER regulations_a_kept_version_stands BEFORE UPDATE OR DELETE ON regulations_draftversion
    FOR EACH ROW EXECUTE FUNCTION regulations_a_kept_version_stands();
CREATE TRIGGER regulations_kept_versions_are_not_truncated BEFORE TRUNCATE ON regulations_draftversion
    FOR EACH STATEMENT EXECUTE FUNCTION regulations_a_kept_version_stands();
"""

DROP = "DROP FUNCTION regulations_a_kept_version_stands() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("objectives", "0010_the_database_keeps_what_is_announced_for_later"),
        ("regulations", "0005_an_announcement_can_be_corrected"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("approved_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="godkjent")),
                ("note", models.TextField(blank=True, verbose_name="merknad")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="trukket")),
                ("withdrawn_reason", models.TextField(blank=True, verbose_name="hvorfor den er trukket")),
            ],
            options={
                "verbose_name": "godkjenning av endringsforskrift",
                "verbose_name_plural": "godkjenninger av endringsforskrifter",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DraftVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="versjon")),
                ("locked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="låst")),
                (
                    "content",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="innhold"),
                ),
                ("sha256", models.CharField(help_text="Av innholdet.", max_length=64, verbose_name="sjekksum")),
            ],
            options={
                "verbose_name": "versjon av endringsforskrift",
                "verbose_name_plural": "versjoner av endringsforskrifter",
                "ordering": ["regulation", "number"],
            },
        ),
        migrations.CreateModel(
            name="ReviewComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(blank=True, max_length=300, verbose_name="gjelder")),
                ("body", models.TextField(max_length=10000, verbose_name="kommentar")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="skrevet")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="avklart")),
            ],
            options={
                "verbose_name": "kommentar til utkast",
                "verbose_name_plural": "kommentarer til utkast",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="amendmentclause",
            name="own_wording",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="En setning for hver instruks, trykt i stedet for systemets. Tomt: systemets trykkes.",
                verbose_name="egen ordlyd",
            ),
        ),
        migrations.AddField(
            model_name="amendmentregulation",
            name="abandoned_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="lagt bort"),
        ),
        migrations.AddField(
            model_name="amendmentregulation",
            name="abandoned_reason",
            field=models.TextField(
                blank=True,
                help_text="Kodene som er reservert i utkastet, gis aldri til andre (ID-1).",
                verbose_name="begrunnelse for å legge bort utkastet",
            ),
        ),
        migrations.AddField(
            model_name="historicalamendmentclause",
            name="own_wording",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="En setning for hver instruks, trykt i stedet for systemets. Tomt: systemets trykkes.",
                verbose_name="egen ordlyd",
            ),
        ),
        migrations.AddField(
            model_name="historicalamendmentregulation",
            name="abandoned_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="lagt bort"),
        ),
        migrations.AddField(
            model_name="historicalamendmentregulation",
            name="abandoned_reason",
            field=models.TextField(
                blank=True,
                help_text="Kodene som er reservert i utkastet, gis aldri til andre (ID-1).",
                verbose_name="begrunnelse for å legge bort utkastet",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendmentregulation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("abandoned_at__isnull", True),
                    models.Q(("act__isnull", True), models.Q(("abandoned_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="regulations_what_is_abandoned_has_a_reason",
                violation_error_message="Skriv hvorfor utkastet legges bort. Det som er kunngjort, kan ikke det.",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="approved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="godkjent av",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="trukket av",
            ),
        ),
        migrations.AddField(
            model_name="draftversion",
            name="locked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="låst av",
            ),
        ),
        migrations.AddField(
            model_name="draftversion",
            name="regulation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="regulations.amendmentregulation",
                verbose_name="endringsforskrift",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="approvals",
                to="regulations.draftversion",
                verbose_name="versjon",
            ),
        ),
        migrations.AddField(
            model_name="reviewcomment",
            name="answers",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="replies",
                to="regulations.reviewcomment",
                verbose_name="svar på",
            ),
        ),
        migrations.AddField(
            model_name="reviewcomment",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="skrevet av",
            ),
        ),
        migrations.AddField(
            model_name="reviewcomment",
            name="clause",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="comments",
                to="regulations.amendmentclause",
                verbose_name="endringsledd",
            ),
        ),
        migrations.AddField(
            model_name="reviewcomment",
            name="regulation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="regulations.amendmentregulation",
                verbose_name="endringsforskrift",
            ),
        ),
        migrations.AddField(
            model_name="reviewcomment",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="avklart av",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftversion",
            constraint=models.UniqueConstraint(
                fields=("regulation", "number"), name="regulations_a_version_is_kept_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("version",),
                name="regulations_one_standing_approval_per_version",
                violation_error_message="Denne versjonen er allerede godkjent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="regulations_a_withdrawn_approval_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewcomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                    models.Q(("answers__isnull", True), ("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="regulations_a_settled_comment_says_by_whom",
            ),
        ),
        migrations.RunSQL(TRIGGER, DROP),
    ]
