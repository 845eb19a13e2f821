from django.apps import AppConfig


class HearingsConfig(AppConfig):
    """Asking others: the closed innspillsrunde and the public høring."""

    name = "hearings"
    verbose_name = "Innspillsrunder og høringer"
