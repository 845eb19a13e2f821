from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The project itself as an app: starts Celery's app object and the checks of what lies outside Python."""

    name = "config"
    verbose_name = "prosjektet"

    def ready(self) -> None:
        # Imported here because both need Django's settings, which are not there when this module is read.
        from config import celery, checks  # noqa: F401
