from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from objectives.models import ObjectiveVersion
from revisions import sample
from revisions.models import Case
from revisions.sample.activities import create_elaborations_and_activities
from revisions.sample.cases import SampleCases
from revisions.sample.further_cases import FurtherCases
from revisions.sample.people import create_demo_users


class Command(BaseCommand):
    help = (
        "Laster eksempeldata: læringsmål i egne ord, demobrukere og saker i alle faser. Bare i utvikling og opplæring."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Eksempeldata lastes ikke i produksjon: demobrukerne har et kjent passord.")
        if Case.objects.exists() or ObjectiveVersion.objects.exists():
            self.stdout.write("Databasen har allerede læringsmål eller saker. Eksempeldata er ikke lastet.")
            return
        with transaction.atomic():
            call_command("load_reference_data", stdout=self.stdout)
            annex = Path(sample.__file__).with_name("vedlegg2.xml")
            call_command("import_annex", str(annex), stdout=self.stdout)
            create_elaborations_and_activities()
            people = create_demo_users()
            for sample_cases in (SampleCases, FurtherCases):
                sample_cases(people, today=timezone.localdate()).create()
        texts, cases = ObjectiveVersion.objects.count(), Case.objects.count()
        self.stdout.write(f"Eksempeldata er lastet: {texts} læringsmålstekster og {cases} saker.")
