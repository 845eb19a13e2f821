"""Virus control of attachments: asked of clamd in its own language, and what follows from each answer."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from config.env import envsocket
from organisations.refusals import RuleViolation
from revisions.models import Attachment
from revisions.services import attachments, scanning
from tests.revisions import drafts

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n" + b"x" * 200_000
VIRUS = b"%PDF-1.7\n a test signature \n"


class FakeClamd:
    """Answers INSTREAM as clamd does, and finds a virus in what holds the test signature."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = self.listener.getsockname()[:2]
        self.answer = b""
        self.seen: list[bytes] = []
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                stream, _from = self.listener.accept()
            except OSError:
                return
            with stream:
                content = self._read(stream.makefile("rb"))
                self.seen.append(content)
                found = b"stream: Test.Signature FOUND\0" if b"test signature" in content else b"stream: OK\0"
                stream.sendall(self.answer or found)

    def _read(self, file) -> bytes:
        assert file.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", file.read(4))[0]:
            content += file.read(size)
        return content

    def stop(self) -> None:
        self.listener.close()


@pytest.fixture
def clamd(settings) -> Iterator[FakeClamd]:
    server = FakeClamd()
    settings.CLAMD_ADDRESS = server.address
    settings.VIRUS_SCAN_REQUIRED = True
    yield server
    server.stop()


@pytest.fixture
def silent(settings) -> None:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.CLAMD_ADDRESS = closed.getsockname()[:2]


def attach(content: bytes = PDF) -> Attachment:
    proposal = drafts.draft()
    return attachments.attach_file(
        proposal=proposal, by=proposal.created_by, name="kurs.pdf", content=content, purpose="Behovet for kurs"
    )


def test_without_a_scanner_files_are_taken_in_and_marked_as_not_controlled(settings):
    settings.CLAMD_ADDRESS = None

    assert attach().scan == Attachment.Scan.NONE


def test_a_clean_file_is_taken_in_and_the_whole_of_it_was_controlled(clamd):
    attached = attach()

    assert attached.scan == Attachment.Scan.CLEAN
    assert attached.scanned_at is not None
    assert clamd.seen == [PDF]


def test_an_infected_file_is_refused_with_what_to_do(clamd):
    with pytest.raises(RuleViolation, match="Viruskontrollen fant skadelig innhold i filen «kurs") as refusal:
        attach(VIRUS)

    assert refusal.value.code == "file-infected"
    assert not Attachment.objects.exists()


def test_a_file_is_refused_while_a_required_scanner_is_silent(silent, settings):
    settings.VIRUS_SCAN_REQUIRED = True

    with pytest.raises(RuleViolation, match="viruskontrollen ikke svarer akkurat nå"):
        attach()

    assert not Attachment.objects.exists()


def test_an_answer_that_is_neither_yes_nor_no_counts_as_silence(clamd):
    clamd.answer = b"INSTREAM size limit exceeded. ERROR\0"

    with pytest.raises(RuleViolation) as refusal:
        attach()

    assert refusal.value.code == "scanner-silent"


def test_a_file_waits_and_is_given_to_nobody_while_a_scanner_that_is_not_required_is_silent(silent, settings):
    settings.VIRUS_SCAN_REQUIRED = False
    attached = attach()

    answer = drafts.signed_in(attached.uploaded_by).get(f"/forslag/{attached.proposal_id}/vedlegg/{attached.pk}/")

    assert attached.scan == Attachment.Scan.WAITING
    assert answer.status_code == 422
    assert "venter på viruskontroll" in answer.content.decode()


@pytest.mark.parametrize(("content", "becomes"), [(PDF, Attachment.Scan.CLEAN), (VIRUS, Attachment.Scan.INFECTED)])
def test_a_file_that_waited_is_controlled_when_the_scanner_is_back(silent, settings, content, becomes):
    settings.VIRUS_SCAN_REQUIRED = False
    attached = attach(content)
    server = FakeClamd()
    settings.CLAMD_ADDRESS = server.address

    found = scanning.scan_waiting(now=timezone.now())

    server.stop()
    attached.refresh_from_db()
    answer = drafts.signed_in(attached.uploaded_by).get(f"/forslag/{attached.proposal_id}/vedlegg/{attached.pk}/")
    assert attached.scan == becomes
    assert found == (becomes == Attachment.Scan.INFECTED)
    assert answer.status_code == (422 if found else 200)


def test_files_go_on_waiting_while_the_scanner_is_silent(silent, settings):
    settings.VIRUS_SCAN_REQUIRED = False
    attached = attach()

    assert scanning.scan_waiting(now=timezone.now()) == 0

    attached.refresh_from_db()
    assert attached.scan == Attachment.Scan.WAITING


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("", None),
        ("tcp://clamav:3310", ("clamav", 3310)),
        ("unix:///run/clamav/clamd.sock", "/run/clamav/clamd.sock"),
    ],
)
def test_the_address_is_read_from_the_environment(monkeypatch, value, address):
    monkeypatch.setenv("CLAMD_ADDRESS", value)

    assert envsocket("CLAMD_ADDRESS") == address


@pytest.mark.parametrize("value", ["clamav:3310", "tcp://clamav", "tcp://clamav:many", "unix://", "http://clamav:3310"])
def test_an_address_that_is_none_stops_the_process_with_its_name(monkeypatch, value):
    monkeypatch.setenv("CLAMD_ADDRESS", value)

    with pytest.raises(ImproperlyConfigured, match="CLAMD_ADDRESS"):
        envsocket("CLAMD_ADDRESS")
