"""Virus control of files people send, by clamd, when there is one (FO-6).

`CLAMD_ADDRESS` says where it is; without it files are marked as not controlled. `VIRUS_SCAN_REQUIRED` says whether a
file is refused while clamd does not answer, or taken in and kept from everyone until it has been controlled.
"""

from __future__ import annotations

import datetime as dt
import logging
import socket
import struct
from collections.abc import Iterator
from typing import Protocol

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .refusals import RuleViolation

log = logging.getLogger(__name__)

SECONDS = 20
CHUNK = 64 * 1024

Address = tuple[str, int] | str
"""A host and a port, or a path on this machine."""


class Scan(models.TextChoices):
    """What the virus control says of a file."""

    NONE = "ingen", gettext_lazy("Ikke viruskontrollert")
    WAITING = "venter", gettext_lazy("Venter på viruskontroll")
    CLEAN = "ren", gettext_lazy("Viruskontrollert")
    INFECTED = "smittet", gettext_lazy("Virus funnet")


class Received(Protocol):
    """A file that was taken in."""

    file_name: str
    scan: str


class ScannerSilentError(Exception):
    """The virus control did not answer, or answered something that is neither yes nor no."""


def control(name: str, content: bytes) -> Scan:
    """What the virus control says of a file that is about to be taken in.

    Raises RuleViolation for an infected file, and, when the control is required, while it does not answer.
    """
    address = settings.CLAMD_ADDRESS
    if address is None:
        return Scan.NONE
    try:
        found = virus_in(content, address=address)
    except ScannerSilentError:
        log.exception("clamd does not answer")
        if settings.VIRUS_SCAN_REQUIRED:
            raise _unavailable(name) from None
        return Scan.WAITING
    if found:
        log.warning("An attachment was refused: %s", found)
        raise _infected(name)
    return Scan.CLEAN


def virus_in(content: bytes, *, address: Address) -> str:
    """The name of the virus clamd finds, or nothing. Raises ScannerSilentError."""
    try:
        with _connected(address) as stream:
            for part in _instream(content):
                stream.sendall(part)
            answer = _answer(stream)
    except OSError as error:
        raise ScannerSilentError(str(error)) from error
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if answer != "stream: OK":
        raise ScannerSilentError(answer)
    return ""


def _connected(address: Address) -> socket.socket:
    if not isinstance(address, str):
        return socket.create_connection(address, timeout=SECONDS)
    stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    stream.settimeout(SECONDS)
    try:
        stream.connect(address)
    except OSError:
        stream.close()
        raise
    return stream


def _instream(content: bytes) -> Iterator[bytes]:
    """clamd's INSTREAM: the command, parts with their length before them, and an empty part at the end."""
    yield b"zINSTREAM\0"
    for start in range(0, len(content), CHUNK):
        part = content[start : start + CHUNK]
        yield struct.pack("!L", len(part)) + part
    yield struct.pack("!L", 0)


def _answer(stream: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < CHUNK:
        part = stream.recv(4096)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def may_be_given_out(file: Received) -> None:
    """Nobody gets a file that is infected, or that waits for the virus control. Raises RuleViolation."""
    if file.scan == Scan.INFECTED:
        raise _infected(file.file_name)
    if file.scan == Scan.WAITING:
        raise RuleViolation(
            _("«%(name)s» venter på viruskontroll. Prøv igjen om noen minutter.") % {"name": file.file_name},
            code="file-not-controlled",
            authority="FO-6",
        )


def controlled_at(scan: Scan) -> dt.datetime | None:
    """When a file that is taken in now was controlled."""
    return timezone.now() if scan == Scan.CLEAN else None


def _infected(name: str) -> RuleViolation:
    return RuleViolation(
        _(
            "Viruskontrollen fant skadelig innhold i filen «%(name)s», og den er ikke tatt imot. "
            "Meld fra til dem som har ansvar for maskinen din, og legg ved en ren utgave."
        )
        % {"name": name[:100]},
        code="file-infected",
        authority="FO-6",
    )


def _unavailable(name: str) -> RuleViolation:
    return RuleViolation(
        _(
            "Filen «%(name)s» er ikke tatt imot, fordi viruskontrollen ikke svarer akkurat nå. Prøv igjen om noen "
            "minutter; resten av teksten er lagret."
        )
        % {"name": name[:100]},
        code="scanner-silent",
        authority="FO-6",
    )
