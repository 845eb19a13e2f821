"""A letter to each sender about what was decided on its proposal (SA-6)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("revisions", "0007_a_risky_correction_is_confirmed_by_another"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("venter", "Venter"), ("lages", "Lages"), ("ferdig", "Ferdig"), ("feilet", "Feilet")],
                        default="venter",
                        max_length=10,
                        verbose_name="tilstand",
                    ),
                ),
                ("step", models.CharField(blank=True, max_length=100, verbose_name="nå")),
                ("percent", models.PositiveSmallIntegerField(default=0, verbose_name="prosent")),
                (
                    "requested_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="bestilt"),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="påbegynt")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="ferdig")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="forsøk")),
                ("error", models.TextField(blank=True, verbose_name="feil")),
                ("file_name", models.CharField(blank=True, max_length=120, verbose_name="filnavn")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="sjekksum")),
                ("content", models.BinaryField(blank=True, null=True, verbose_name="innhold")),
                ("decided_at", models.DateTimeField(verbose_name="vedtatt")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="revisions.case",
                        verbose_name="sak",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="revisions.proposal",
                        verbose_name="endringsforslag",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bestilt av",
                    ),
                ),
            ],
            options={
                "verbose_name": "vedtaksbrev",
                "verbose_name_plural": "vedtaksbrev",
                "ordering": ["-requested_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ferdig"), _negated=True), ("content__isnull", False), _connector="OR"
                        ),
                        name="revisions_a_finished_letter_has_its_bytes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__lte", 100)), name="revisions_a_letters_progress_is_at_most_all"
                    ),
                    models.UniqueConstraint(
                        fields=("proposal", "decided_at"), name="revisions_one_letter_per_sender_and_decision"
                    ),
                ],
            },
        ),
    ]
