from django.apps import AppConfig


class HearingsConfig(AppConfig):
    """Asking others: the closed innspillsrunde and the public høring."""

    name = "hearings"
    verbose_name = "Innspillsrunder og høringer"

    def ready(self) -> None:
        """Tell each person, on their own page, what they are asked about, and everyone of the open hearings."""
        from objectives.on_front_page import put_on_front_page
        from organisations.waiting import tells_of_what_waits

        from .on_front_page import OpenHearings
        from .pages.waiting import assessments_waiting, requests_waiting

        put_on_front_page(OpenHearings())
        tells_of_what_waits(requests_waiting)
        tells_of_what_waits(assessments_waiting)
