"""What the directorate handles a case by: cycle, watchers, deadline, notes, assessment, questions of principle, and
decisions on what is recommended, which stand as they are made (SA-6)."""

import datetime as dt

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

TRIGGER = """
CREATE TRIGGER revisions_made_recommendation_stands BEFORE UPDATE OR DELETE ON revisions_recommendationdecision
    FOR EACH ROW EXECUTE FUNCTION revisions_made_decision_stands();
CREATE TRIGGER revisions_recommendations_are_not_truncated BEFORE TRUNCATE ON revisions_recommendationdecision
    FOR EACH STATEMENT EXECUTE FUNCTION revisions_made_decision_stands();
"""

DROP = """
DROP TRIGGER revisions_made_recommendation_stands ON revisions_recommendationdecision;
DROP TRIGGER revisions_recommendations_are_not_truncated ON revisions_recommendationdecision;
"""


def plan_cycles(apps, schema_editor):
    """The usual dates of entry into force, 1 March and 1 September (ÅH-2)."""
    AnnualCycle = apps.get_model("revisions", "AnnualCycle")
    for year in range(2026, 2041):
        for month in (3, 9):
            AnnualCycle.objects.get_or_create(in_force_from=dt.date(year, month, 1))


class Migration(migrations.Migration):
    dependencies = [
        ("hearings", "0002_people_and_bodies"),
        ("organisations", "0001_initial"),
        ("revisions", "0005_proposals_are_endorsed_controlled_and_printed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnualCycle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "in_force_from",
                    models.DateField(
                        help_text="Vanligvis 1. mars eller 1. september.",
                        unique=True,
                        verbose_name="planlagt ikrafttredelse",
                    ),
                ),
            ],
            options={
                "verbose_name": "løp i årshjulet",
                "verbose_name_plural": "løp i årshjulet",
                "ordering": ["in_force_from"],
            },
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="notat")),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="skrevet"),
                ),
            ],
            options={
                "verbose_name": "notat i sak",
                "verbose_name_plural": "notater i saker",
                "ordering": ["case", "-written_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ConsequenceAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("problem", models.TextField(blank=True, verbose_name="Hva er problemet, og hva vil vi oppnå?")),
                ("measures", models.TextField(blank=True, verbose_name="Hvilke tiltak er relevante?")),
                (
                    "principles",
                    models.TextField(blank=True, verbose_name="Hvilke prinsipielle spørsmål reiser tiltakene?"),
                ),
                (
                    "effects",
                    models.TextField(
                        blank=True,
                        verbose_name="Hva er de positive og negative virkningene, hvor varige er de, og hvem blir berørt?",
                    ),
                ),
                ("recommendation", models.TextField(blank=True, verbose_name="Hvilket tiltak anbefales, og hvorfor?")),
                (
                    "conditions",
                    models.TextField(blank=True, verbose_name="Hva er forutsetningene for en vellykket gjennomføring?"),
                ),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sist lagret")),
            ],
            options={
                "verbose_name": "konsekvensvurdering",
                "verbose_name_plural": "konsekvensvurderinger",
            },
        ),
        migrations.CreateModel(
            name="HistoricalAnnualCycle",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "in_force_from",
                    models.DateField(
                        db_index=True,
                        help_text="Vanligvis 1. mars eller 1. september.",
                        verbose_name="planlagt ikrafttredelse",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical løp i årshjulet",
                "verbose_name_plural": "historical løp i årshjulet",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCase_watchers",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalCase_watchers",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalConsequenceAssessment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("problem", models.TextField(blank=True, verbose_name="Hva er problemet, og hva vil vi oppnå?")),
                ("measures", models.TextField(blank=True, verbose_name="Hvilke tiltak er relevante?")),
                (
                    "principles",
                    models.TextField(blank=True, verbose_name="Hvilke prinsipielle spørsmål reiser tiltakene?"),
                ),
                (
                    "effects",
                    models.TextField(
                        blank=True,
                        verbose_name="Hva er de positive og negative virkningene, hvor varige er de, og hvem blir berørt?",
                    ),
                ),
                ("recommendation", models.TextField(blank=True, verbose_name="Hvilket tiltak anbefales, og hvorfor?")),
                (
                    "conditions",
                    models.TextField(blank=True, verbose_name="Hva er forutsetningene for en vellykket gjennomføring?"),
                ),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sist lagret")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical konsekvensvurdering",
                "verbose_name_plural": "historical konsekvensvurderinger",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPrincipleClarification",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(max_length=250, verbose_name="spørsmål")),
                ("background", models.TextField(blank=True, verbose_name="bakgrunn")),
                ("outcome", models.TextField(blank=True, verbose_name="avklaring")),
                ("raised_on", models.DateField(verbose_name="reist")),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="avklart")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical prinsipiell avklaring",
                "verbose_name_plural": "historical prinsipielle avklaringer",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPrincipleClarification_cases",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalPrincipleClarification_cases",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PrincipleClarification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=250, verbose_name="spørsmål")),
                ("background", models.TextField(blank=True, verbose_name="bakgrunn")),
                ("outcome", models.TextField(blank=True, verbose_name="avklaring")),
                ("raised_on", models.DateField(verbose_name="reist")),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="avklart")),
            ],
            options={
                "verbose_name": "prinsipiell avklaring",
                "verbose_name_plural": "prinsipielle avklaringer",
                "ordering": ["-raised_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RecommendationDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("vedtatt", "Vedtas"),
                            ("vedtatt_med_endringer", "Vedtas med endringer"),
                            ("avslatt", "Tas ikke til følge"),
                            ("utsatt", "Utsettes"),
                        ],
                        max_length=30,
                        verbose_name="utfall",
                    ),
                ),
                ("reason", models.TextField(verbose_name="begrunnelse")),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="foreslått")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="vedtatt")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="vedtaksdato")),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="Bare når forslaget vedtas med endringer: den utdypende teksten, eller tittelen.",
                        verbose_name="direktoratets tekst",
                    ),
                ),
            ],
            options={
                "verbose_name": "beslutning om anbefaling",
                "verbose_name_plural": "beslutninger om anbefalinger",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="due_on",
            field=models.DateField(
                blank=True,
                help_text="Fristen som gjelder i fasen saken er i: rundens, høringens, avsenderens, eller en direktoratet har satt.",
                null=True,
                verbose_name="frist",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="watchers",
            field=models.ManyToManyField(
                blank=True, related_name="watched_cases", to=settings.AUTH_USER_MODEL, verbose_name="følges av"
            ),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="due_on",
            field=models.DateField(
                blank=True,
                help_text="Fristen som gjelder i fasen saken er i: rundens, høringens, avsenderens, eller en direktoratet har satt.",
                null=True,
                verbose_name="frist",
            ),
        ),
        migrations.AddField(
            model_name="historicalproposal",
            name="withdrawal_reason",
            field=models.TextField(blank=True, verbose_name="begrunnelse for å trekke det"),
        ),
        migrations.AddField(
            model_name="historicalproposal",
            name="withdrawn_at",
            field=models.DateTimeField(
                blank=True, help_text="Et forslag som er trukket før det ble en sak.", null=True, verbose_name="trukket"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="withdrawal_reason",
            field=models.TextField(blank=True, verbose_name="begrunnelse for å trekke det"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="withdrawn_at",
            field=models.DateTimeField(
                blank=True, help_text="Et forslag som er trukket før det ble en sak.", null=True, verbose_name="trukket"
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="track",
            field=models.CharField(
                choices=[
                    ("forskrift", "Forskrift"),
                    ("kombinert", "Forskrift og anbefalinger"),
                    ("utdypende", "Utdypende tekst"),
                    ("aktiviteter", "Læringsaktiviteter"),
                    ("anbefaling", "Utdypende tekst og læringsaktiviteter"),
                ],
                default="forskrift",
                max_length=20,
                verbose_name="saksgang",
            ),
        ),
        migrations.AlterField(
            model_name="historicalcase",
            name="track",
            field=models.CharField(
                choices=[
                    ("forskrift", "Forskrift"),
                    ("kombinert", "Forskrift og anbefalinger"),
                    ("utdypende", "Utdypende tekst"),
                    ("aktiviteter", "Læringsaktiviteter"),
                    ("anbefaling", "Utdypende tekst og læringsaktiviteter"),
                ],
                default="forskrift",
                max_length=20,
                verbose_name="saksgang",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True),
                    models.Q(("case__isnull", True), ("submitted_at__isnull", False)),
                    _connector="OR",
                ),
                name="revisions_only_sent_proposals_without_a_case_are_withdrawn",
                violation_error_message="Et forslag som er blitt en sak, trekkes sammen med saken.",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="cycle",
            field=models.ForeignKey(
                blank=True,
                help_text="En presserende sak behandles utenom årshjulet (SA-2, ÅH-3).",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="revisions.annualcycle",
                verbose_name="løp i årshjulet",
            ),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="cycle",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="En presserende sak behandles utenom årshjulet (SA-2, ÅH-3).",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="revisions.annualcycle",
                verbose_name="løp i årshjulet",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["status", "due_on", "number"], name="revisions_cases_by_phase_due"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["avsluttet", "trukket"]), _negated=True),
                fields=["responsible", "due_on", "number"],
                name="revisions_cases_by_person_due",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["avsluttet", "trukket"]), _negated=True),
                fields=["due_on", "number"],
                name="revisions_cases_by_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_urgent", False), ("cycle__isnull", True), _connector="OR"),
                name="revisions_an_urgent_case_is_outside_the_cycle",
                violation_error_message="En presserende sak står utenom årshjulet. Velg det ene (SA-2).",
            ),
        ),
        migrations.AddField(
            model_name="casenote",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to="revisions.case",
                verbose_name="sak",
            ),
        ),
        migrations.AddField(
            model_name="casenote",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="skrevet av",
            ),
        ),
        migrations.AddField(
            model_name="consequenceassessment",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessment",
                to="revisions.case",
                verbose_name="sak",
            ),
        ),
        migrations.AddField(
            model_name="consequenceassessment",
            name="saved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="lagret av",
            ),
        ),
        migrations.AddField(
            model_name="historicalannualcycle",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalcase_watchers",
            name="case",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="revisions.case",
            ),
        ),
        migrations.AddField(
            model_name="historicalcase_watchers",
            name="history",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to="revisions.historicalcase"
            ),
        ),
        migrations.AddField(
            model_name="historicalcase_watchers",
            name="user",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalconsequenceassessment",
            name="case",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="revisions.case",
                verbose_name="sak",
            ),
        ),
        migrations.AddField(
            model_name="historicalconsequenceassessment",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalconsequenceassessment",
            name="saved_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="lagret av",
            ),
        ),
        migrations.AddField(
            model_name="historicalprincipleclarification",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalprincipleclarification",
            name="raised_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="reist av",
            ),
        ),
        migrations.AddField(
            model_name="historicalprincipleclarification",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="avklart av",
            ),
        ),
        migrations.AddField(
            model_name="historicalprincipleclarification_cases",
            name="case",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="revisions.case",
            ),
        ),
        migrations.AddField(
            model_name="historicalprincipleclarification_cases",
            name="history",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                to="revisions.historicalprincipleclarification",
            ),
        ),
        migrations.AddField(
            model_name="principleclarification",
            name="cases",
            field=models.ManyToManyField(
                blank=True, related_name="clarifications", to="revisions.case", verbose_name="saker"
            ),
        ),
        migrations.AddField(
            model_name="principleclarification",
            name="raised_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="reist av",
            ),
        ),
        migrations.AddField(
            model_name="principleclarification",
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
        migrations.AddField(
            model_name="historicalprincipleclarification_cases",
            name="principleclarification",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="revisions.principleclarification",
            ),
        ),
        migrations.AddField(
            model_name="recommendationdecision",
            name="activity_change",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="revisions.activitychange",
                verbose_name="endring av læringsaktivitet",
            ),
        ),
        migrations.AddField(
            model_name="recommendationdecision",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="vedtatt av",
            ),
        ),
        migrations.AddField(
            model_name="recommendationdecision",
            name="elaboration_change",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="revisions.elaborationchange",
                verbose_name="endring av utdypende tekst",
            ),
        ),
        migrations.AddField(
            model_name="recommendationdecision",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="foreslått av",
            ),
        ),
        migrations.AddField(
            model_name="recommendationdecision",
            name="supersedes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="revisions.recommendationdecision",
                verbose_name="erstatter vedtaket",
            ),
        ),
        migrations.AddConstraint(
            model_name="casenote",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="revisions_a_note_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="principleclarification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("settled_by__isnull", True), ("settled_on__isnull", True)),
                    models.Q(
                        ("settled_by__isnull", False),
                        ("settled_on__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="revisions_a_settled_clarification_has_its_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendationdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="revisions_two_people_decide_on_a_recommendation",
                violation_error_message="Den som foreslo vedtaket, kan ikke fatte det. En annen beslutter må gjøre det.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendationdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("decided_on__isnull", True)),
                    models.Q(
                        ("decided_at__isnull", False), ("decided_by__isnull", False), ("decided_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="revisions_a_made_recommendation_has_its_maker_and_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendationdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="revisions_a_recommendation_has_a_reason",
                violation_error_message="Skriv en begrunnelse for vedtaket (SA-6).",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendationdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("activity_change__isnull", True), ("elaboration_change__isnull", True), _connector="XOR"
                ),
                name="revisions_a_recommendation_is_about_one_change",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendationdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "vedtatt_med_endringer"), models.Q(("text", ""), _negated=True)),
                    models.Q(models.Q(("outcome", "vedtatt_med_endringer"), _negated=True), ("text", "")),
                    _connector="OR",
                ),
                name="revisions_only_changed_recommendations_have_own_text",
                violation_error_message="Direktoratets egen tekst hører til «Vedtas med endringer», og bare dit.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendationdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes__isnull", True)),
                fields=("activity_change",),
                name="revisions_an_activity_change_has_one_first_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendationdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes__isnull", True)),
                fields=("elaboration_change",),
                name="revisions_an_elaboration_change_has_one_first_decision",
            ),
        ),
        migrations.RunSQL(TRIGGER, DROP),
        migrations.RunPython(plan_cycles, migrations.RunPython.noop),
    ]
