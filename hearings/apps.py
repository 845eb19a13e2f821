from django.apps import AppConfig


class HearingsConfig(AppConfig):
    """Asking others: the closed innspillsrunde and the public høring."""

    name = "hearings"
    verbose_name = "Innspillsrunder og høringer"

    def ready(self) -> None:
        """Tell of the open hearings on the front page."""
        from objectives.on_front_page import put_on_front_page

        from .on_front_page import OpenHearings

        put_on_front_page(OpenHearings())
