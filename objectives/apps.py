from django.apps import AppConfig


class ObjectivesConfig(AppConfig):
    """The register of læringsmål: codes, texts in force, headings, legal acts and the operations on them."""

    name = "objectives"
    verbose_name = "Læringsmål"
