"""How often somebody without a login may do something; counted in Redis, and closed while Redis does not answer."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .refusals import RuleViolation

log = logging.getLogger(__name__)


def visitor_address(request: HttpRequest) -> str:
    """The visitor's IP address, whatever proxies stand in front of us."""
    return str(import_string(settings.AXES_CLIENT_IP_CALLABLE)(request))


def spend(what: str, who: str, *, most: int, seconds: int) -> None:
    """Count that `who` (an address; kept as a fingerprint alone) does `what`, at most `most` times in `seconds`.

    Raises RuleViolation when it is too often, and when it can't be counted.
    """
    key = f"limit:{what}:{salted_hmac('rate-limit', who).hexdigest()[:32]}"
    try:
        cache.add(key, 0, timeout=seconds)
        count = cache.incr(key)
    except ValueError:  # it ran out between the two
        return
    except Exception as error:
        log.exception("The rate limit can not be counted")
        raise RuleViolation(
            _("Vi kan ikke ta imot svaret akkurat nå. Teksten din står her. Prøv igjen om noen minutter."),
            code="limit-not-counted",
        ) from error
    if count > most:
        raise RuleViolation(
            _("Det er sendt mange svar herfra på kort tid. Teksten din står her. Prøv igjen om en time."),
            code="too-many",
        )
