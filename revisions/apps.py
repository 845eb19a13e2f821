from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    """The case: proposals, change items, the workflow and the decisions."""

    name = "revisions"
    verbose_name = "Saker"
