"""System checks: what the product needs that is neither Python nor rows.

Warnings, because the site works without.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from config.embedded.assets import missing_assets
from config.embedded.dictionary import missing_dictionary
from config.embedded.system import missing_libraries


@register
def assets_are_in_place(**kwargs: Any) -> list[CheckMessage]:
    """Designsystemet and the fonts are copied from npm's packages. Without them pages are plain HTML."""
    missing = missing_assets(Path(settings.ASSETS_DIR))
    if not missing:
        return []
    return [
        Warning(
            f"Front-end files are missing: {', '.join(missing)}.",
            hint="python3 run.py -- true  fetches them.",
            id="config.W001",
        )
    ]


@register
def dictionary_is_in_place(**kwargs: Any) -> list[CheckMessage]:
    """The language control looks words up in a dictionary. Without it, it says that spelling was not checked."""
    if not missing_dictionary(Path(settings.DICTIONARY_DIR)):
        return []
    return [
        Warning(
            "The Norwegian dictionary is missing: spelling is not checked.",
            hint="python3 run.py -- true  fetches it.",
            id="config.W003",
        )
    ]


@register
def pango_is_installed(**kwargs: Any) -> list[CheckMessage]:
    """WeasyPrint draws PDF with Pango, a library of the operating system."""
    missing = missing_libraries()
    if not missing:
        return []
    return [
        Warning(
            f"PDF files can't be made: {', '.join(missing)} can't be loaded.",
            hint="On Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
            id="config.W002",
        )
    ]
