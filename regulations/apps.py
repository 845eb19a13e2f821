from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    """The endringsforskrift: drafted, rendered and announced."""

    name = "regulations"
    verbose_name = "Endringsforskrifter"
