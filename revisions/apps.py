from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    """The case: proposals, change items, the workflow and the decisions."""

    name = "revisions"
    verbose_name = "Saker"

    def ready(self) -> None:
        """Tell of open cases on the pages of the læringsmål they touch, and why each clause of an act is there."""
        from objectives.beside import put_beside
        from regulations.grounds import find_grounds_with

        from .beside_objective import OpenCasesBeside
        from .clause_grounds import grounds_of_items

        put_beside(OpenCasesBeside())
        find_grounds_with(grounds_of_items)
