from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """What happened: the hash-chained journal every other channel reads from."""

    name = "notifications"
    verbose_name = "Journal og varsler"
