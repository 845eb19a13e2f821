"""The journal can tell what is kept about a case while it is handled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0009_changes_outside_any_act"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="verb",
            field=models.CharField(
                choices=[
                    ("reference-data-loaded", "lastet referansedata"),
                    ("contact-changed", "endret spesialitetskontakt"),
                    ("administered", "endret i administrasjonen"),
                    ("annex-imported", "importerte vedlegg 2"),
                    ("code-reserved", "reserverte kode"),
                    ("objective-added", "vedtok nytt læringsmål"),
                    ("objective-corrected", "rettet språket i læringsmålet"),
                    ("objective-replaced", "erstattet læringsmålet"),
                    ("objective-repealed", "opphevet læringsmålet"),
                    ("proposal-created", "opprettet forslag"),
                    ("proposal-deleted", "slettet utkast til forslag"),
                    ("proposal-submitted", "sendte inn forslag"),
                    ("proposal-resubmitted", "sendte inn forslaget på nytt"),
                    ("case-opened", "opprettet sak"),
                    ("case-step", "førte saken videre"),
                    ("case-assigned", "tildelte saken"),
                    ("round-recorded", "registrerte innspillsrunde"),
                    ("hearing-recorded", "registrerte høring"),
                    ("decision-proposed", "foreslo vedtak"),
                    ("decision-made", "fattet vedtak"),
                    ("regulation-created", "opprettet endringsforskrift"),
                    ("regulation-edited", "endret utkastet til endringsforskrift"),
                    ("regulation-locked", "låste utkastet til endringsforskrift"),
                    ("regulation-rendered", "laget PDF av endringsforskriften"),
                    ("regulation-announced", "registrerte kunngjøring"),
                    ("clause-added", "tok inn endringsledd"),
                    ("clause-removed", "tok ut endringsledd"),
                    ("case-joined", "tok forslaget inn i saken"),
                    ("objective-moved", "flyttet læringsmålet"),
                    ("objective-split", "delte læringsmålet"),
                    ("objectives-merged", "slo sammen læringsmål"),
                    ("objective-recoded", "ga læringsmålet ny kode"),
                    ("theme-added", "vedtok ny temaoverskrift"),
                    ("theme-renamed", "endret temaoverskriften"),
                    ("theme-moved", "flyttet temaoverskriften"),
                    ("theme-repealed", "opphevet temaoverskriften"),
                    ("annex-reconciled", "avstemte vedlegg 2 mot Lovdata"),
                    ("elaboration-changed", "endret utdypende tekst"),
                    ("elaboration-removed", "fjernet utdypende tekst"),
                    ("activity-added", "la til læringsaktivitet"),
                    ("activity-changed", "endret læringsaktivitet"),
                    ("activity-removed", "fjernet læringsaktivitet"),
                    ("case-edited", "endret opplysninger om saken"),
                    ("case-noted", "skrev notat"),
                    ("case-left", "tok forslaget ut av saken"),
                    ("proposal-withdrawn", "trakk forslaget"),
                    ("consequences-assessed", "lagret konsekvensvurderingen"),
                    ("principle-raised", "reiste prinsipiell avklaring"),
                    ("principle-linked", "knyttet saken til prinsipiell avklaring"),
                    ("principle-unlinked", "løste saken fra prinsipiell avklaring"),
                    ("principle-settled", "avklarte prinsipielt spørsmål"),
                    ("letter-made", "laget vedtaksbrev"),
                ],
                max_length=40,
                verbose_name="hendelse",
            ),
        ),
    ]
