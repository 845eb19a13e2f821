from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Who takes part: bodies, councils, contacts, people and their roles."""

    name = "organisations"
    verbose_name = "Organisasjoner"
