"""The form of everything that is undone: an approval, a package that is sent, a correction, a draft."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import ProseField


class ReasonForm(forms.Form):
    """Why something is undone."""

    reason = ProseField(
        label=_("Begrunnelse"), error_messages={"required": _("Skriv hvorfor. Begrunnelsen blir stående.")}
    )
