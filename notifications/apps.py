from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """What happened: the hash-chained journal every other channel reads from."""

    name = "notifications"
    verbose_name = "Journal og varsler"

    def ready(self) -> None:
        """Connect the receivers: from here on the journal hears of what happens in the app below."""
        from . import receivers  # noqa: F401
