"""manage.py compile_nynorsk: the .mo of the nynorsk texts, made from the .po; both are kept with the code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from config.catalogue import MO, PO, compiled, read


class Command(BaseCommand):
    help = "Compiles locale/nn/LC_MESSAGES/django.po, without gettext."

    def handle(self, *args: Any, **options: Any) -> None:
        messages = read(PO.read_text(encoding="utf-8"))
        MO.write_bytes(compiled(messages))
        self.stdout.write(f"{len(messages) - 1} texts")
