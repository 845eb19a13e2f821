"""The word list of the language control: words that are right, though the dictionary lacks them (SP-5)."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from objectives import permissions
from objectives.models import ListedWord
from organisations import permissions as people
from organisations.models import Organisation, User
from organisations.refusals import NotPermitted, RuleViolation

# Letters, with hyphens and apostrophes inside: what the control reads as one word.
_ONE_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SHORTEST, _LONGEST = 2, 60


@transaction.atomic
def list_word(*, word: str, organisation: Organisation, by: User) -> ListedWord:
    """Say that a word is spelt right: known at once in the organisation's texts, in all when the directorate says it.

    Saying it again gives the row there is. Raises NotPermitted, and RuleViolation for what is not one word.
    """
    may_list = people.may_draft_for(by, organisation) or (
        organisation.is_directorate and permissions.may_approve_words(by)
    )
    if not may_list:
        raise NotPermitted(
            _("Bare de som skriver forslag for %(organisation)s, kan legge ord i ordlisten for dem.")
            % {"organisation": organisation},
            code="may-not-list-words",
            authority="SP-5",
        )
    form = _one_word(word)
    row, is_new = ListedWord.objects.select_for_update().get_or_create(
        form=form, organisation=organisation, defaults={"listed_by": by}
    )
    if is_new:
        record(actor=by, verb=Verb.WORD_LISTED, subject=row, payload={"organisation": str(organisation)})
        if permissions.may_approve_words(by):
            _approve(row, by=by)
    return row


def _one_word(word: str) -> str:
    form = word.strip().casefold()
    if not _SHORTEST <= len(form) <= _LONGEST or not _ONE_WORD.fullmatch(form):
        raise RuleViolation(
            _("Skriv ett ord, med bare bokstaver og bindestrek. Flere ord legges til ett for ett."),
            code="not-one-word",
            authority="SP-5",
        )
    return form


@transaction.atomic
def approve_word(*, word: ListedWord, by: User) -> ListedWord:
    """Let a word be known in everybody's texts. Approving again changes nothing."""
    _may_keep_the_list(by)
    row = ListedWord.objects.select_for_update().get(pk=word.pk)
    if row.approved_at is None:
        _approve(row, by=by)
    return row


def _approve(row: ListedWord, *, by: User) -> None:
    row.approved_by, row.approved_at = by, timezone.now()
    row.full_clean()
    row.save(update_fields=["approved_by", "approved_at"])
    record(actor=by, verb=Verb.WORD_APPROVED, subject=row, payload={"organisation": str(row.organisation)})


@transaction.atomic
def remove_word(*, word: ListedWord, by: User) -> None:
    """Take a word out of the list: it is told of again where it is written. The journal keeps that it stood there."""
    _may_keep_the_list(by)
    row = ListedWord.objects.select_for_update().filter(pk=word.pk).first()
    if row is None:
        return
    record(actor=by, verb=Verb.WORD_REMOVED, subject=row, payload={"organisation": str(row.organisation)})
    row.delete()


def _may_keep_the_list(by: User) -> None:
    if not permissions.may_approve_words(by):
        raise NotPermitted(
            _("Ordlisten holdes av saksbehandlerne i Helsedirektoratet. Be en av dem."),
            code="may-not-keep-words",
            authority="SP-5",
        )
