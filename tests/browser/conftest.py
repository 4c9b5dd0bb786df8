"""A real browser for tests: Debian's Chromium, watched for what no page may do.

A page fails its test when it asks another host for anything, logs an error, or breaks the content security policy.
With PLENARY_PICTURES=docs/pictures the pages that `inspect` sees are also kept as pictures for the README.
"""

import contextlib
import os
import shutil
import threading
import time
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from tests.servers import wait_until

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # what asks another host is seen, and gets nothing
]
PATIENCE = 60_000  # milliseconds that a page may take on a machine that is busy with something else
DESK, PHONE, NARROWEST = 1280, 360, 320
EVERY_WAY = pytest.mark.parametrize(
    ("width", "javascript"),
    [(DESK, True), (DESK, False), (PHONE, True), (PHONE, False)],
    ids=["desk with scripts", "desk without scripts", "phone with scripts", "phone without scripts"],
)
TELL_OF_VIOLATIONS = """
addEventListener("securitypolicyviolation", event =>
    console.error(`policy: ${event.violatedDirective} forbids ${event.blockedURI || "inline"}`));
"""
# On a page without scripts nothing comes that was put off to a later time: axe is given its result at once there, and no
# frame is asked that could not answer.
LOOK_OVER = """async () => {
    const hasScripts = !matchMedia("(scripting: none)").matches;
    if (!hasScripts) window.setTimeout = (act, time) => time || Promise.resolve().then(act);
    const { violations } = await axe.run({ resultTypes: ["violations"], iframes: hasScripts });
    return violations.filter(({ impact }) => ["serious", "critical"].includes(impact)).map(
        ({ id, help, nodes }) => `${id}: ${help} (${nodes.slice(0, 5).map(({ target }) => target.join(" ")).join(", ")})`);
}"""


def pytest_collection_modifyitems(items):
    """Everything in this folder drives the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Served(StaticFilesHandler):
    """Django's server for tests: browsers keep its static files as they keep those of an installation."""

    being_answered = 0
    counting = threading.Lock()

    def __call__(self, environ, start_response):
        with self.counted():
            return super().__call__(environ, start_response)

    @classmethod
    @contextlib.contextmanager
    def counted(cls):
        """Count a request while it is being answered."""
        with cls.counting:
            cls.being_answered += 1
        try:
            yield
        finally:
            with cls.counting:
                cls.being_answered -= 1

    def serve(self, request):
        response = super().serve(request)
        response.headers["Cache-Control"] = "max-age=3600"
        return response


@pytest.fixture(scope="session", autouse=True)
def pages_are_served():
    """The server for tests is started after this."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.contrib.staticfiles.handlers.StaticFilesHandler", Served)
        yield


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests. Playwright's event loop runs in this thread, which Django must tolerate here."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield browser
        browser.close()


class Watch:
    """Collects what pages did that they may not do."""

    def __init__(self, host):
        self.host = host
        self.findings = []

    def over(self, context):
        """Look at everything that happens in this browser context."""
        context.add_init_script(TELL_OF_VIOLATIONS)
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.findings.append(f"script: {error.error}"))

    def _request(self, request):
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc != self.host:
            self.findings.append(f"another host: {request.url}")

    def _console(self, message):
        is_the_page_itself = message.page is not None and message.location.get("url") == message.page.url
        if message.type == "error" and not (is_the_page_itself and "Failed to load resource" in message.text):
            self.findings.append(f"console: {message.text} {message.location.get('url', '')}")


@pytest.fixture
def new_page(chromium, live_server, settings):
    """Return a function that opens a page in a browser of its own, signed in as `user` when one is given."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    watch = Watch(urlsplit(live_server.url).netloc)
    contexts = []

    def new_page(*, user=None, width=DESK, javascript=True):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/Berlin",
        )
        contexts.append(context)
        watch.over(context)
        context.set_default_timeout(PATIENCE)
        if user is not None:
            context.add_cookies([_sign_in_cookie(user, live_server.url, settings.SESSION_COOKIE_NAME)])
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()
    wait_until(lambda: not Served.being_answered, what="the server at rest")  # nothing holds the tables to be emptied
    assert watch.findings == []


@pytest.fixture
def page(new_page):
    """A page at 1280 px, of somebody who is not signed in."""
    return new_page()


@pytest.fixture
def inspect():
    """Return a function that looks a page over: accessible (axe), no sideways scrolling on the narrowest phone.

    `name` is the picture's; without one, none is kept.
    """

    def inspect(page, name=""):
        page.wait_for_load_state()
        assert serious_findings(page) == []
        width = page.viewport_size["width"]
        page.set_viewport_size({"width": NARROWEST, "height": 800})
        assert overhanging(page) == [], f"{page.url} scrolls sideways at {NARROWEST} px"
        page.set_viewport_size({"width": width, "height": 800})
        if name and (folder := os.environ.get("PLENARY_PICTURES")):
            keep_pictures(page, Path(folder) / name)

    return inspect


def press(place, name, *, role="button", leads_on=True, **more):
    """Press the first button of this name on a page, or in a part of one; wait until the page to which it leads stands.

    What is pressed sooner, while a page is still moving into its place, may miss what it was meant for; and what is then
    looked for may still be found on the page before. Where nothing follows, or it is held back: `leads_on=False`.
    """
    with leading_on(place) if leads_on else contextlib.nullcontext():
        place.get_by_role(role, name=name, **more).first.click()


def follow(place, name, **more):
    """Follow the first link of this name, as `press` does."""
    press(place, name, role="link", **more)


@contextlib.contextmanager
def leading_on(place):
    """Wait until the page to which the block leads is loaded, and its fonts are there."""
    page = getattr(place, "page", place)
    with page.expect_navigation():
        yield
    page.evaluate("document.fonts.ready.then(() => true)")


@contextlib.contextmanager
def late(page, script):
    """Hold a script back until the block is left, as a slow network does."""
    held, pattern = [], f"**/js/{script}*.js"

    def hold(route):
        held.append(route)

    page.route(pattern, hold)
    yield
    deadline = time.monotonic() + PATIENCE / 1000
    while not held and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert held, f"{script} was not asked for by {page.url}"
    for route in held:
        route.continue_()
    page.unroute(pattern)


def serious_findings(page) -> list[str]:
    """Return what axe calls serious or critical, with the elements concerned; also of a page without scripts."""
    page.evaluate(AXE_SCRIPT)
    return page.evaluate(LOOK_OVER)


def overhanging(page) -> list[str]:
    """Return the elements that make the page wider than the window; none when it fits."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            [...document.body.querySelectorAll("*")]
                .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
                .slice(0, 5).map(element => element.outerHTML.slice(0, 100))"""
    )


def keep_pictures(page, path: Path):
    """Write the page as pictures at the width of a desk and of a phone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for width, height in ((DESK, 960), (PHONE, 740)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        taken = page.screenshot(caret="initial")  # hiding the caret would take an inline style
        few_colours = Image.open(BytesIO(taken)).convert("RGB").quantize(128)
        few_colours.save(f"{path}-{width}.png", optimize=True)
    page.set_viewport_size(before)


def _sign_in_cookie(user, url, name):
    client = Client()
    client.force_login(user)
    return {"name": name, "value": client.cookies[name].value, "url": url}
