from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from .validity import StandingManager, Validity
from .versions import ObjectiveVersion, ObjectiveVersionQuerySet


class SearchableVersion(Validity):
    """The wordings once more, with what the database works out from each text for searching (migration 0007).

    The same rows as `ObjectiveVersion`. The three columns stand on a model of their own so that nobody who reads
    a wording carries them along: they are larger than the text.
    """

    objective = models.ForeignKey("objectives.Objective", models.DO_NOTHING, related_name="+")
    chapter = models.ForeignKey("objectives.AnnexChapter", models.DO_NOTHING, related_name="+")
    theme = models.ForeignKey("objectives.Theme", models.DO_NOTHING, null=True, related_name="+")
    position = models.BigIntegerField()
    stage = models.CharField(max_length=3)
    words = models.TextField()  # the text in small letters, on one line
    lexemes = SearchVectorField()  # the Norwegian stems of the words
    levels = models.SmallIntegerField()  # the levels of competence in it: the sum of `Level.bit`

    objects = StandingManager.from_queryset(ObjectiveVersionQuerySet)()

    class Meta:
        managed = False
        db_table = ObjectiveVersion._meta.db_table
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.words[:40]}"
