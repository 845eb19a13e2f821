"""Real Chromium against the test's own server, database and worker; one context per person, as on four desks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect, sync_playwright

from organisations import demo
from organisations.models import User
from revisions import sample
from revisions.sample.activities import create_elaborations_and_activities
from revisions.sample.people import create_demo_users
from tests.regulations.processes import environment

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
UNDER_WAY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, headless; skipped, with what to type, where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def annex(transactional_db) -> None:
    """The sample annex, its courses and procedures, and the demo users; no cases yet."""
    call_command("load_reference_data", verbosity=0, stdout=StringIO())
    call_command("import_annex", str(Path(sample.__file__).with_name("vedlegg2.xml")), stdout=StringIO())
    create_elaborations_and_activities()
    create_demo_users()


@pytest.fixture
def people(transactional_db) -> dict[str, User]:
    """The demo users in their bodies, and no læringsmål; by the first part of their address."""
    call_command("load_reference_data", verbosity=0, stdout=StringIO())
    return create_demo_users()


@pytest.fixture
def worker(transactional_db) -> Iterator[None]:
    """A real Celery worker on the test's own database and Redis."""
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1", "--loglevel=ERROR"]
    process = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle"], cwd=settings.BASE_DIR, env=environment()
    )
    yield
    process.terminate()
    process.wait(60)


class Visitor:
    """A person at a browser: goes to pages, and finds no accessibility fault on any of them.

    Without JavaScript the page is looked at as it came, with scripts let in for axe alone.
    """

    def __init__(self, page: Page, address: str, *, javascript: bool = True) -> None:
        self.page = page
        self.address = address
        self.language = "nb"
        self._devtools = None if javascript else page.context.new_cdp_session(page)
        self._scripts(run=False)
        page.on("pageerror", lambda error: pytest.fail(f"script error on {page.url}: {error}"))

    def log_in(self, local_part: str) -> Visitor:
        self.visit("/logg-inn/")
        self.page.get_by_label("E-postadresse").fill(f"{local_part}@{demo.DOMAIN}")
        self.page.get_by_label("Passord").fill(demo.PASSWORD)
        self.page.get_by_role("main").get_by_role("button", name="Logg inn").click()
        return self

    def visit(self, path: str) -> Visitor:
        self.page.goto(self.address + path)
        self.finds_no_fault()
        return self

    def chooses_nynorsk(self) -> Visitor:
        """From here on every page is to be in nynorsk."""
        self.language = "nn"
        return self.follow("Nynorsk")

    def press(self, name: str) -> Visitor:
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()
        self.finds_no_fault()
        return self

    def follow(self, name: str) -> Visitor:
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()
        self.finds_no_fault()
        return self

    def chooses(self, choice: Callable[[], object]) -> Visitor:
        """Make a choice that fetches what follows from it, and wait until that stands on the page."""
        with self.page.expect_response(lambda response: response.request.headers.get("hx-request") == "true"):
            choice()
        # What was fetched is still being put in place for a moment after it has come.
        expect(self.page.locator(UNDER_WAY)).to_have_count(0)
        return self

    def reads(self, words: str) -> None:
        assert words in self.page.get_by_role("main").inner_text(), f"«{words}» is not on {self.page.url}"

    def looks_at_both_widths(self, *paths: str) -> None:
        """Each page at its own width and on a phone."""
        for path in paths:
            self.visit(path)
            usual = self.page.viewport_size
            self.page.set_viewport_size({"width": 390, "height": 900})
            self.finds_no_fault()
            self.page.set_viewport_size(usual)

    def _scripts(self, *, run: bool) -> None:
        """For one whose browser runs no scripts: let axe run in the page that has come, and none in the next."""
        if self._devtools is not None:
            self._devtools.send("Emulation.setScriptExecutionDisabled", {"value": not run})

    def finds_no_fault(self) -> None:
        self.page.wait_for_load_state("load")
        self._scripts(run=True)
        assert self.page.locator("html").get_attribute("lang") == self.language
        violations = Axe().run(self.page).response["violations"]
        assert violations == [], f"{self.page.url}: " + "; ".join(
            f"{fault['id']}: {[node['target'] for node in fault['nodes']]}" for fault in violations
        )
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{self.page.url} scrolls sideways"
        self._scripts(run=False)


@pytest.fixture
def someone(chromium, live_server):
    """Makes a visitor with a browser context of their own, at the width asked for."""
    contexts = []

    def arrive(*, width: int = 1280, javascript: bool = True) -> Visitor:
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="nb-NO")
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Visitor(context.new_page(), live_server.url, javascript=javascript)

    yield arrive
    for context in contexts:
        context.close()
