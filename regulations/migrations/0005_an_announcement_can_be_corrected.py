"""What was registered wrongly of an announcement, and is set right by two people; kept as it was proposed."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TRIGGERS = """
CREATE FUNCTION regulations_correction_is_kept_as_proposed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.confirmed_at IS NOT NULL OR OLD.rejected_at IS NOT NULL
        OR (NEW.id, NEW.act_id, NEW.number_before, NEW.decided_on_before, NEW.announced_at_before, NEW.number,
            NEW.decided_on, NEW.announced_at, NEW.reason, NEW.proposed_by_id, NEW.proposed_at)
        IS DISTINCT FROM (OLD.id, OLD.act_id, OLD.number_before, OLD.decided_on_before, OLD.announced_at_before,
            OLD.number, OLD.decided_on, OLD.announced_at, OLD.reason, OLD.proposed_by_id, OLD.proposed_at) THEN
        RAISE EXCEPTION 'En retting av en kunngjøring står som den ble foreslått, og avgjøres én gang.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER regulations_correction_is_kept_as_proposed BEFORE UPDATE ON regulations_announcementcorrection
    FOR EACH ROW EXECUTE FUNCTION regulations_correction_is_kept_as_proposed();
CREATE TRIGGER regulations_correction_is_kept BEFORE DELETE ON regulations_announcementcorrection
    FOR EACH ROW EXECUTE FUNCTION objectives_refuse_deletion();
CREATE TRIGGER regulations_correction_is_not_truncated BEFORE TRUNCATE ON regulations_announcementcorrection
    FOR EACH STATEMENT EXECUTE FUNCTION objectives_refuse_deletion();
"""
DROP = "DROP FUNCTION regulations_correction_is_kept_as_proposed() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("objectives", "0011_a_misregistered_act_can_be_corrected"),
        ("regulations", "0004_people_are_told_of_entry_into_force"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnouncementCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number_before", models.PositiveIntegerField(verbose_name="nummer, som registrert")),
                ("decided_on_before", models.DateField(verbose_name="vedtatt, som registrert")),
                ("announced_at_before", models.DateTimeField(verbose_name="kunngjort, som registrert")),
                ("number", models.PositiveIntegerField(verbose_name="nummer")),
                ("decided_on", models.DateField(verbose_name="vedtatt")),
                ("announced_at", models.DateTimeField(verbose_name="kunngjort")),
                ("reason", models.TextField(verbose_name="begrunnelse")),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="foreslått")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="bekreftet")),
                ("rejected_at", models.DateTimeField(blank=True, null=True, verbose_name="avvist")),
                ("rejected_reason", models.TextField(blank=True, verbose_name="hvorfor den er avvist")),
                (
                    "consequences",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Hva rettingen flyttet i registeret, da den ble bekreftet.",
                        verbose_name="følger",
                    ),
                ),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="objectives.legalact",
                        verbose_name="forskrift",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bekreftet av",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="foreslått av",
                    ),
                ),
                (
                    "rejected_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="avvist av",
                    ),
                ),
            ],
            options={
                "verbose_name": "retting av kunngjøring",
                "verbose_name_plural": "rettinger av kunngjøringer",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", True), ("rejected_at__isnull", True)),
                        fields=("act",),
                        name="regulations_one_correction_at_a_time",
                        violation_error_message="En retting av denne kunngjøringen venter allerede på bekreftelse.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("rejected_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="regulations_a_confirmed_correction_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="regulations_a_correction_takes_two_people",
                        violation_error_message="En annen enn den som foreslo rettingen, må bekrefte den.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("rejected_at__isnull", True), ("rejected_by__isnull", True), ("rejected_reason", "")
                            ),
                            models.Q(
                                ("rejected_at__isnull", False),
                                ("rejected_by__isnull", False),
                                models.Q(("rejected_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="regulations_a_rejected_correction_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("announced_at", models.F("announced_at_before")),
                            ("decided_on", models.F("decided_on_before")),
                            ("number", models.F("number_before")),
                            _negated=True,
                        ),
                        name="regulations_a_correction_corrects_something",
                        violation_error_message="Rettingen er lik det som er registrert.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, DROP),
    ]
