from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    """The case: proposals, change items, the workflow and the decisions."""

    name = "revisions"
    verbose_name = "Saker"

    def ready(self) -> None:
        """Tell of open cases on the pages of the læringsmål they touch."""
        from objectives.beside import put_beside

        from .beside_objective import OpenCasesBeside

        put_beside(OpenCasesBeside())
