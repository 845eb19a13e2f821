from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from organisations import demo
from organisations.models import User


class Command(BaseCommand):
    help = "Skriver hvem du kan logge inn som i eksempeldataene."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Eksempelbrukere finnes ikke i produksjon.")
        people = User.objects.filter(email__endswith=f"@{demo.DOMAIN}", is_active=True)
        rows = [(user.email, _roles(user)) for user in people.prefetch_related("memberships__organisation")]
        if not rows:
            self.stdout.write("Det finnes ingen eksempelbrukere. Kjør «python manage.py load_sample».")
            return
        width = max(len(email) for email, _roles in rows)
        self.stdout.write(f"Logg inn som (passordet er {demo.PASSWORD}):")
        for email, roles in sorted(rows):
            self.stdout.write(f"  {email:<{width}}  {roles}")


def _roles(user: User) -> str:
    held = [f"{row.get_role_display()}, {row.organisation}" for row in user.memberships.all()]
    return "; ".join(held) or "ingen rolle"
