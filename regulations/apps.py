from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    """The endringsforskrift: drafted, rendered and announced."""

    name = "regulations"
    verbose_name = "Endringsforskrifter"

    def ready(self) -> None:
        """Lead from a læringsmål back to the clauses it came of, for those who draft."""
        from objectives.beside import put_beside

        from .beside_objective import ClausesBeside

        put_beside(ClausesBeside())
