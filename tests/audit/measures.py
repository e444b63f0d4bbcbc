"""What is measured of one page; README.md tells what each figure is worth."""

import json
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, TimeoutExpired
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests.audit.site import ROOT, CannotRun, running
from tests.browser.checks import WHOLE
from tests.browser.chromium import CHROMIUM, FLAGS, add_axe, violations

LIGHTHOUSE = ROOT / "tests/audit/node_modules/.bin/lighthouse"
NO_OTHER_HOST = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
QUIET = 3  # seconds without a byte after which a visit is over
PATIENCE = 60  # seconds that a visit may last
LIGHTHOUSE_PATIENCE = 180  # seconds
SCORES = ["performance", "accessibility", "best-practices", "seo"]

TOUCH = {"is_mobile": True, "has_touch": True}
SMALL_PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 3,
    **TOUCH,
}
PHONE = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    **TOUCH,
}
# Milliseconds, and bytes a second: 1 Mbit/s down, half of it up.
SATELLITE = {
    "offline": False,
    "latency": 600,
    "downloadThroughput": 125_000,
    "uploadThroughput": 62_500,
}
SLOWER = 4  # times that the processor is slowed

NOT_TEXT = "main :is(img, picture, video, audio, iframe, canvas, [data-map])"
# Milliseconds from the navigation to the first and to the largest contentful paint.
PAINTS = """() => new Promise((resolve, reject) => {
    setTimeout(reject, 10_000, "Chromium told of no paint");
    const [first] = performance.getEntriesByName("first-contentful-paint");
    new PerformanceObserver(list => resolve([first, list.getEntries().at(-1)].map(
        paint => paint.startTime
    ))).observe({type: "largest-contentful-paint", buffered: true});
})"""


@contextmanager
def opened(browser, **options):
    """A page in a fresh profile: nothing in its cache, no service worker."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE * 1000)
    try:
        yield context.new_page()
    finally:
        context.close()


def settle(page, wire):
    """Returns once nothing has been sent for a while, a service worker's share included."""
    for _tenth in range(PATIENCE * 10):
        if wire.seconds_idle > QUIET:
            return
        page.wait_for_timeout(100)
    raise CannotRun(f"{page.url} has not come to rest within {PATIENCE} seconds")


def visit(browser, wire, path):
    """Bytes and requests of a first visit on a small phone, without scrolling."""
    asked = []
    before = len(wire.exchanges)
    with opened(browser, **SMALL_PHONE) as page:
        page.context.on("request", lambda request: asked.append(request.url))
        page.goto(wire.address + path, wait_until="load")
        # A phone fetches the manifest and an icon, so as to offer to install the site;
        # headless Chromium does where asked.
        session = page.context.new_cdp_session(page)
        session.send("Page.getInstallabilityErrors")
        settle(page, wire)
        exchanges = wire.exchanges[before:]
        return {
            "first_response": exchanges[0].bytes,
            "visit": sum(exchange.bytes for exchange in exchanges),
            "requests": len(exchanges),
            "third_parties": sorted(
                url
                for url in set(asked)
                if url.startswith("http")
                and urlsplit(url).netloc != urlsplit(wire.address).netloc
            ),
            "cookies": [cookie["name"] for cookie in page.context.cookies()],
            "text_only": page.locator(NOT_TEXT).count() == 0,
            "sent": [[exchange.path, exchange.bytes] for exchange in exchanges],
        }


def accessibility(browser, wire, path):
    """What axe finds, on a phone and a desk, light and dark."""
    found = []
    with opened(browser, reduced_motion="reduce") as page:
        page.goto(wire.address + path, wait_until="load")
        page.evaluate(WHOLE)
        add_axe(page)
        for width in (360, 1280):
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)
                found += violations(page, f"{width} px, {scheme}")
    return {"axe": found}


def satellite(browser, wire, path):
    """Seconds to the first and the largest contentful paint on a slow link and phone."""
    with opened(browser, **PHONE) as page:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SATELLITE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(wire.address + path, wait_until="load")
        settle(page, wire)
        first, largest = page.evaluate(PAINTS)
    if first < SATELLITE["latency"]:
        raise CannotRun("Chromium did not slow the link down")
    return {"fcp": first / 1000, "lcp": largest / 1000}


def excused_audits(url) -> list[str]:
    """Lighthouse's audits that hold against a page that it is unlisted or missing.

    Search engines pass an unlisted page by, and show no description of it. Chromium
    notes in its console that a page is missing.
    """
    unlisted = ["is-crawlable", "meta-description"]
    try:
        with urlopen(url) as answer:
            is_unlisted = b'name="robots" content="noindex' in answer.read()
    except HTTPError:
        return [*unlisted, "http-status-code", "errors-in-console"]
    return unlisted if is_unlisted else []


@contextmanager
def debugged_chromium():
    """The port at which a Chromium takes orders, started afresh for Lighthouse.

    The one that Lighthouse starts by itself outlives an audit that is interrupted.
    """
    with tempfile.TemporaryDirectory(
        prefix="oco-audit-", ignore_cleanup_errors=True
    ) as profile:
        command = [CHROMIUM, "--headless=new", *FLAGS, NO_OTHER_HOST]
        command += [f"--user-data-dir={profile}", "--remote-debugging-port=0"]
        told = Path(profile, "DevToolsActivePort")
        with running(command, stdout=DEVNULL, stderr=DEVNULL):
            for _tenth in range(PATIENCE * 10):
                if told.exists() and (port := told.read_text().partition("\n")[0]):
                    break
                time.sleep(0.1)
            else:
                raise CannotRun("Chromium did not start")
            yield port


def lighthouse_report(url):
    """What Lighthouse says of a page, on the phone that it takes for granted.

    Raises ``CannotRun`` with Lighthouse's own words.
    """
    command = [LIGHTHOUSE, url, "--quiet", "--output=json", "--ignore-status-code"]
    command += ["--no-enable-error-reporting"]
    if excused := excused_audits(url):
        command += [f"--skip-audits={','.join(excused)}"]
    with debugged_chromium() as port:
        command += [f"--port={port}"]
        with running(command, stdout=PIPE, stderr=PIPE, text=True) as process:
            try:
                told, complaint = process.communicate(timeout=LIGHTHOUSE_PATIENCE)
            except TimeoutExpired:
                raise CannotRun("Lighthouse has not come to an end") from None
    if process.returncode:
        raise CannotRun(f"Lighthouse failed: {complaint.strip()[-500:]}")
    report = json.loads(told)
    if "runtimeError" in report:
        raise CannotRun(f"Lighthouse failed: {report['runtimeError']['message']}")
    return report


def lighthouse(_browser, wire, path):
    """Lighthouse's four scores; a busy machine loses a trace at times, so try twice."""
    url = wire.address + path
    try:
        report = lighthouse_report(url)
    except CannotRun:
        report = lighthouse_report(url)
    return {name: round(report["categories"][name]["score"] * 100) for name in SCORES}
