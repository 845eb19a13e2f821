"""What the journal calls an answer and a comment of a hearing. The journal is for ever: a private person's name and the
words of a comment, which may be withheld, stand in the answer alone."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from hearings.models import HearingAnswer, HearingComment


def answer_label(answer: HearingAnswer) -> str:
    """«Høringssvar fra Helse Nord RHF: Høring om lever»."""
    with override("nb"):
        sender = answer.sender_name if answer.kind == HearingAnswer.Kind.ORGANISATION else _("en privatperson")
        label = _("Høringssvar fra %(sender)s") % {"sender": sender}
    return f"{label}: {answer.hearing.title}"


def comment_label(comment: HearingComment) -> str:
    """«Merknad nr. 31, 2. GAK-088: Høring om lever»; the number is the one in the exported files."""
    with override("nb"):
        about = str(comment.item) if comment.item else _("Generelt")
        label = _("Merknad nr. %(number)s, %(about)s") % {"number": comment.pk, "about": about}
    return f"{label}: {comment.answer.hearing.title}"
