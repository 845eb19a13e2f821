from django.apps import AppConfig


class HearingsConfig(AppConfig):
    """Asking others: the closed innspillsrunde and the public høring."""

    name = "hearings"
    verbose_name = "Innspillsrunder og høringer"

    def ready(self) -> None:
        """Tell each person, on their own page, what they are asked about."""
        from organisations.waiting import tells_of_what_waits

        from .pages.waiting import assessments_waiting, requests_waiting

        tells_of_what_waits(requests_waiting)
        tells_of_what_waits(assessments_waiting)
