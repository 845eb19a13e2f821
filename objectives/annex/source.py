"""Lovdata's public XHTML as a stream of sections and blocks, parsed without trusting the file.

The published file has two top elements, so it is not one XML document; it is read inside a root element of ours, on
the file's own first line, so that every line number is the file's. No DTD is read, no entity is expanded beyond
XML's own five, nothing is fetched, and the size and the depth are limited.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard
from xml.parsers import expat

from django.utils.translation import gettext as _

from .problems import Unreadable

# The whole forskrift is about 1.5 MB.
MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 100
_CHUNK = 64 * 1024
_ROOT = "kilde"
# What holds sections. Everything else is a block, handed over whole.
_CONTAINERS = frozenset({_ROOT, "html", "body", "main", "section", "div"})
_BOM = b"\xef\xbb\xbf"
_DECLARATION = re.compile(rb"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']+)[\"']")
_PLAIN_DOCTYPE = re.compile(rb"\s*<!DOCTYPE\s[^>\[]*>", re.IGNORECASE)
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)\b", re.IGNORECASE)


@dataclass(slots=True)
class Node:
    """An element and what is in it: text and elements, in order."""

    tag: str
    attributes: dict[str, str]
    line: int
    content: list[str | Node] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attributes.get("class", "").split())

    def elements(self) -> Iterator[Node]:
        """The elements in this one, all the way down, in order."""
        for part in self.content:
            if isinstance(part, Node):
                yield part
                yield from part.elements()

    def words(self) -> str:
        """All the text in it, in order, as printed."""
        return "".join(part if isinstance(part, str) else part.words() for part in self.content)


@dataclass(frozen=True, slots=True)
class SectionStart:
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class SectionEnd:
    line: int


@dataclass(frozen=True, slots=True)
class TextOutside:
    """Words that stand in no element of their own."""

    text: str
    line: int


Item = SectionStart | SectionEnd | Node | TextOutside


def read_file(path: Path) -> bytes:
    """The file's bytes. Raises Unreadable when it is missing, not a file, empty or too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(
                _("%(path)s er ikke en fil, men en mappe eller noe annet.") % {"path": path}, code="not-a-file"
            )
        size = status.st_size
        if size > MAX_BYTES:
            raise Unreadable(
                _("%(path)s er for stor: %(size)d MB. Grensen er %(limit)d MB.")
                % {"path": path, "size": size // 2**20, "limit": MAX_BYTES // 2**20},
                code="too-large",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(_("Filen %(path)s finnes ikke.") % {"path": path}, code="no-file") from None
    except OSError as error:
        raise Unreadable(
            _("%(path)s kan ikke leses: %(reason)s.") % {"path": path, "reason": error.strerror}, code="no-access"
        ) from None
    if not data.strip():
        raise Unreadable(_("%(path)s er tom.") % {"path": path}, code="empty")
    return data


def items(data: bytes) -> Iterator[Item]:
    """The sections and blocks of the file, in order. Raises Unreadable when it can't be parsed."""
    stream = _Stream()
    text = _without_prologue(data)
    stream.parser.Parse(b"<" + _ROOT.encode() + b">")
    for start in range(0, len(text), _CHUNK):
        stream.feed(text[start : start + _CHUNK])
        yield from stream.take()
    stream.finish()
    yield from stream.take()


class _Stream:
    """What the parser has seen and the reader has not taken."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse_dtd
        self.parser.EntityDeclHandler = self._refuse_dtd
        self._open: list[tuple[str, int]] = []
        self._block: list[Node] = []
        self._ready: list[Item] = []

    def take(self) -> list[Item]:
        ready, self._ready = self._ready, []
        return ready

    def feed(self, data: bytes) -> None:
        try:
            self.parser.Parse(data)
        except expat.ExpatError as error:
            raise _not_xml(error) from None

    def finish(self) -> None:
        """The file must have closed all it opened before our root is closed."""
        if len(self._open) > 1:
            tag, line = self._open[-1]
            raise Unreadable(
                _("Filen er avkortet: <%(tag)s> åpnes her og lukkes aldri. Hent filen på nytt.") % {"tag": tag},
                code="truncated",
                line=line,
            )
        try:
            self.parser.Parse(f"</{_ROOT}>".encode(), True)
        except expat.ExpatError as error:
            raise _not_xml(error) from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        if len(self._open) >= MAX_DEPTH:
            raise Unreadable(_("Elementene ligger for dypt i hverandre."), code="too-deep", line=line)
        self._open.append((tag, line))
        if self._block or not _is_container(tag, attributes):
            node = Node(tag, attributes, line)
            if self._block:
                self._block[-1].content.append(node)
            self._block.append(node)
        elif tag == "section":
            self._ready.append(SectionStart(attributes.get("data-name", ""), line))

    def _end(self, tag: str) -> None:
        self._open.pop()
        if self._block:
            node = self._block.pop()
            if not self._block:
                self._ready.append(node)
        elif tag == "section":
            self._ready.append(SectionEnd(self.parser.CurrentLineNumber))

    def _text(self, text: str) -> None:
        if self._block:
            self._block[-1].content.append(text)
        elif text.strip():
            self._ready.append(TextOutside(text.strip(), self.parser.CurrentLineNumber))

    def _refuse_dtd(self, *_arguments: object) -> None:
        raise _has_dtd(self.parser.CurrentLineNumber)


def is_heading(item: Item) -> TypeGuard[Node]:
    """Whether the item is a heading: h1 to h6, or deeper ones, which are div elements with that role."""
    if not isinstance(item, Node):
        return False
    return bool(re.fullmatch(r"h[1-6]", item.tag)) or item.attributes.get("role") == "heading"


def _is_container(tag: str, attributes: dict[str, str]) -> bool:
    return tag in _CONTAINERS and attributes.get("role") != "heading"


def _without_prologue(data: bytes) -> bytes:
    """The file's bytes as UTF-8, with XML declaration and a plain DOCTYPE blanked out, line breaks kept."""
    data = data.removeprefix(_BOM)
    declaration = _DECLARATION.match(data)
    if declaration:
        encoding = _ENCODING.search(declaration[0])
        if encoding and encoding[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"}:
            name = encoding[1].decode("ascii", "replace")
            raise _not_utf8(_("filen sier selv at den er %(name)s") % {"name": name}, 1)
        data = _blank(data, declaration.end())
    doctype = _PLAIN_DOCTYPE.match(data)
    if doctype:
        data = _blank(data, doctype.end())
    data = _checked_as_utf8(data)
    dtd = _DTD.search(data)
    if dtd:
        raise _has_dtd(data.count(b"\n", 0, dtd.start()) + 1)
    return data


def _checked_as_utf8(data: bytes) -> bytes:
    """The same bytes. A letter cut in two at the very end is left out: the file is truncated, and will be told so."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.end == len(data):
            return data[: error.start]
        reason = _("byte %(byte)s på plass %(place)d") % {"byte": f"0x{data[error.start]:02x}", "place": error.start}
        raise _not_utf8(reason, data.count(b"\n", 0, error.start) + 1) from None
    return data


def _blank(data: bytes, end: int) -> bytes:
    return b"\n" * data.count(b"\n", 0, end) + data[end:]


def _has_dtd(line: int) -> Unreadable:
    return Unreadable(
        _("Filen har en DOCTYPE med egne regler eller entiteter. Lovdatas filer har ikke det, og den leses ikke."),
        code="doctype",
        line=line,
    )


def _not_utf8(reason: str, line: int) -> Unreadable:
    return Unreadable(_("Filen er ikke UTF-8 (%(reason)s).") % {"reason": reason}, code="not-utf8", line=line)


def _not_xml(error: expat.ExpatError) -> Unreadable:
    reasons = {
        expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]: _("et element lukkes som ikke er det siste åpne"),
        expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: _("en entitet som ikke finnes i XML"),
        expat.errors.codes[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]: _("samme attributt to ganger"),
    }
    return Unreadable(
        _("Filen er ikke Lovdatas XHTML: %(reason)s.")
        % {"reason": reasons.get(error.code) or _("dette er ikke gyldig XML")},
        code="not-xhtml",
        line=error.lineno,
    )
