from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from objectives.activities.file import MAX_BYTES


class ActivityFileForm(forms.Form):
    """A file of læringsaktiviteter. What is in it is read by `objectives.activities.file`."""

    fil = forms.FileField(
        label=_("Fil"),
        max_length=255,
        help_text=_("CSV i UTF-8 eller Excel (XLSX), høyst 5 MB, med én rad for hver læringsaktivitet."),
        error_messages={
            "required": _("Velg en fil."),
            "empty": _("Filen er tom. Velg en annen fil."),
            "max_length": _("Filnavnet er for langt. Gi filen et kortere navn."),
            "missing": _("Velg en fil."),
            "invalid": _("Velg en fil."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_fil(self) -> Any:
        file = self.cleaned_data["fil"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("Filen «%(name)s» er større enn 5 MB. Del den opp."),
                params={"name": file.name[:100]},
                code="too-large",
            )
        return file
