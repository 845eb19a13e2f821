"""What a search reads is worked out by the database from each text, which never changes: the small letters on one
line, the Norwegian stems, and the levels of competence (SP-1). What is in force on a day is found by an index.
"""

import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

# The terms as they were when this was written; tests/objectives/test_language.py holds them to language/competence.py.
COLUMNS = r"""
ALTER TABLE objectives_objectiveversion
    ADD COLUMN words text GENERATED ALWAYS AS (translate(lower(text), E'\n\t', '  ')) STORED,
    ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (to_tsvector('norwegian'::regconfig, text)) STORED,
    ADD COLUMN levels smallint GENERATED ALWAYS AS (
        (text ~* '\m(ha\s+kjennskap\s+til|kjenne\s+til)\M')::int
        + 2 * (text ~* '\m(ha\s+kunnskap\s+om|under\s+supervisjon\s+kunne)\M')::int
        + 4 * (text ~* '\m(ha\s+god\s+kunnskap\s+om|selvstendig\s+kunne|beherske)\M')::int
    ) STORED;
CREATE INDEX objectives_by_lexeme ON objectives_objectiveversion USING gin (lexemes);
"""
DROP = """
ALTER TABLE objectives_objectiveversion DROP COLUMN levels, DROP COLUMN lexemes, DROP COLUMN words;
"""


class Migration(migrations.Migration):
    dependencies = [("objectives", "0006_reconciliation_reports_are_kept")]

    operations = [
        migrations.RunSQL(COLUMNS, DROP),
        migrations.CreateModel(
            name="SearchableVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text=(
                            "Fra og med den første dagen, til men ikke med den siste. "
                            "Åpen slutt: ingen kunngjort forskrift ender den."
                        ),
                        verbose_name="gjelder",
                    ),
                ),
                (
                    "start_is_exact",
                    models.BooleanField(
                        default=True,
                        help_text=(
                            "Nei betyr «kjent fra»: en konsolidert tekst sier ikke når hvert læringsmål fikk "
                            "ordlyden sin."
                        ),
                        verbose_name="startdatoen er kjent",
                    ),
                ),
                ("position", models.BigIntegerField()),
                ("stage", models.CharField(max_length=3)),
                ("words", models.TextField()),
                ("lexemes", django.contrib.postgres.search.SearchVectorField()),
                ("levels", models.SmallIntegerField()),
            ],
            options={"db_table": "objectives_objectiveversion", "managed": False, "default_permissions": ()},
        ),
        migrations.AddIndex(
            model_name="objectiveversion",
            index=django.contrib.postgres.indexes.GistIndex(fields=["valid"], name="objectives_by_period"),
        ),
    ]
