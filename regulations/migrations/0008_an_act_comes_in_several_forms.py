"""Each form of an act – for reading, for the archive, the letter that tells of it – is a file of its own."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("regulations", "0007_what_is_sent_to_lovdata_is_kept"),
    ]

    operations = [
        migrations.AddField(
            model_name="rendereddocument",
            name="fingerprint",
            field=models.CharField(
                blank=True,
                help_text="Av det filen ble laget av, til å se om det er endret.",
                max_length=64,
                verbose_name="fingeravtrykk",
            ),
        ),
        migrations.AddField(
            model_name="rendereddocument",
            name="form",
            field=models.CharField(
                choices=[
                    ("pdf", "PDF, tilgjengelig (PDF/UA-1)"),
                    ("pdf-a", "PDF til arkiv (PDF/A-2a)"),
                    ("brev", "Brev om vedtaket (PDF/UA-1)"),
                ],
                default="pdf",
                max_length=10,
                verbose_name="form",
            ),
        ),
        migrations.AddField(
            model_name="rendereddocument",
            name="recipients",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200),
                blank=True,
                default=list,
                help_text="Bare for brevet: navnene slik de var da det ble bestilt.",
                size=None,
                verbose_name="mottakere",
            ),
        ),
    ]
