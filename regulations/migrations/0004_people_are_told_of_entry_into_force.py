"""Each day of each act that people are told of; the days to come of what is announced already are written down."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

TO_COME = """
INSERT INTO regulations_entryintoforce (act_id, day, known_on, created_at)
SELECT DISTINCT days.act_id, days.day, coalesce((act.announced_at AT TIME ZONE 'Europe/Oslo')::date, act.decided_on), now()
FROM (
    SELECT enacted_by_id AS act_id, lower(valid) AS day FROM objectives_objectiveversion WHERE annulled_by_id IS NULL
    UNION SELECT repealed_by_id, upper(valid) FROM objectives_objectiveversion WHERE NOT upper_inf(valid)
    UNION SELECT enacted_by_id, lower(valid) FROM objectives_themeversion WHERE annulled_by_id IS NULL
    UNION SELECT repealed_by_id, upper(valid) FROM objectives_themeversion WHERE NOT upper_inf(valid)
) AS days
JOIN objectives_legalact act ON act.id = days.act_id
WHERE days.day > current_date
    AND EXISTS (SELECT FROM regulations_amendmentregulation WHERE act_id = act.id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("objectives", "0010_the_database_keeps_what_is_announced_for_later"),
        ("regulations", "0003_overgangsregler_and_days_decided_later"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryIntoForce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="i kraft fra")),
                (
                    "known_on",
                    models.DateField(help_text="Dagen det ble kunngjort eller fastsatt.", verbose_name="kjent"),
                ),
                (
                    "month_reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="minnet om en måned før"),
                ),
                ("week_reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="minnet om en uke før")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="fortalt")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="opprettet"),
                ),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries_into_force",
                        to="objectives.legalact",
                        verbose_name="forskrift",
                    ),
                ),
            ],
            options={
                "verbose_name": "ikrafttredelse",
                "verbose_name_plural": "ikrafttredelser",
                "ordering": ["day", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("told_at__isnull", True)),
                        fields=["day"],
                        name="regulations_entries_to_tell",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("act", "day"), name="regulations_an_act_enters_into_force_once_a_day"
                    )
                ],
            },
        ),
        migrations.RunSQL(TO_COME, migrations.RunSQL.noop),
    ]
