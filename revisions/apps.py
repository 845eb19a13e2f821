from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    """The case: proposals, change items, the workflow and the decisions."""

    name = "revisions"
    verbose_name = "Saker"

    def ready(self) -> None:
        """Tell of open cases on the pages of the læringsmål they touch."""
        from objectives.beside import put_beside
        from regulations.hooks import also_tell

        from .beside_objective import OpenCasesBeside
        from .told_of_acts import people_of_the_cases

        put_beside(OpenCasesBeside())
        also_tell(people_of_the_cases)
