"""SP-2: where the skill is at the highest level, the knowledge normally is too."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .competence import Aspect, Level
from .context import Context
from .findings import Finding
from .sentences import ParsedText


def mismatched_levels(parsed: ParsedText, context: Context) -> Iterator[Finding]:
    """Terms of knowledge below the highest level in a text that asks for skill at the highest (SP-2).

    Compared by the highest of each: a text that asks for «god kunnskap» somewhere may ask for less elsewhere.
    """
    skills = [one for one in parsed.competences if one.term.aspect is Aspect.SKILL]
    knowledge = [one for one in parsed.competences if one.term.aspect is not Aspect.SKILL]
    if not skills or not knowledge or max(one.level for one in skills) < Level.HIGHEST:
        return
    if max(one.level for one in knowledge) == Level.HIGHEST:
        return
    skill = next(one for one in skills if one.level is Level.HIGHEST)
    for one in knowledge:
        words = parsed.text[one.start : one.end]
        good = "Ha god kunnskap om" if words[:1].isupper() else "ha god kunnskap om"
        yield Finding(
            rule="SP-2",
            code="lower-knowledge",
            start=one.start,
            end=one.end,
            words=words,
            message=_(
                "Ferdigheten er på høyeste nivå («%(skill)s»), men kunnskapen er det ikke («%(words)s»). Skriv "
                "«%(good)s», eller begrunn forskjellen i kommentaren."
            )
            % {"skill": parsed.text[skill.start : skill.end], "words": words, "good": good},
            proposals=(good,),
        )
