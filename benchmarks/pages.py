"""Public pages: server time of the start page and of the page of plans, and what a first visit takes over the wire."""

import http.client
import shutil
import time
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.stage import Site
from benchmarks.table import Row
from benchmarks.world import World

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
MATTERS = 4
COLD = "chromium, nothing cached"


def rows(site: Site, world: World, *, quick: bool) -> list[Row]:
    """The browser walks to the plans as a newcomer would; then both pages are asked for again and again."""
    browser_path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser_path is None:
        raise RuntimeError("no chromium was found; `make test` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-quic"])
        bytes_home = _first_load(browser, f"{site.pages}/en/")
        bytes_places = _first_load(browser, f"{site.pages}/en/places/")
        context = browser.new_context(locale="en")
        plans = _walk_to_plans(context.new_page(), site, world)
        cookies = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())  # type: ignore[typeddict-item]
        bytes_plans = _first_load(browser, plans, context)
        browser.close()
    times = 50 if quick else 200
    home, shown = _seconds(f"{site.pages}/en/", "", times), _seconds(plans, cookies, times)
    places = _seconds(f"{site.pages}/en/places/", "", times)
    return [
        Row("start page, server time: p95", _p95(home), "ms", 50, remark=f"median {_median(home):.0f} ms"),
        Row(
            "page of plans (4 matters), server time: p95",
            _p95(shown),
            "ms",
            50,
            remark=f"median {_median(shown):.0f} ms; holds a search",
        ),
        Row("list of places, server time: p95", _p95(places), "ms", 50, remark=f"median {_median(places):.0f} ms"),
        Row("start page, first load over the wire", bytes_home / 1000, "kB", 200, remark=COLD),
        Row("list of places, first load over the wire", bytes_places / 1000, "kB", 200, remark=COLD),
        Row("page of plans, first load over the wire", bytes_plans / 1000, "kB", 200, remark=COLD),
    ]


def _first_load(browser: Browser, address: str, with_session: BrowserContext | None = None) -> float:
    """Bytes that came in for a page and everything it loads, headers included, as the browser counts them."""
    context = browser.new_context(locale="en")
    if with_session:
        context.add_cookies(with_session.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => 1)")
    page.wait_for_timeout(300)
    context.close()
    return sum(sizes)


def _walk_to_plans(page: Page, site: Site, world: World) -> str:
    chosen = "&".join(f"matter={key}" for key in world.matters[2 : 2 + MATTERS])
    page.goto(f"{site.pages}/en/plan/?{chosen}")
    for step, button in (("/plan/when/", "button[value=on]"), ("/plan/plans/", "button")):
        page.locator(f"main form[method=post] {button}").last.click()
        page.wait_for_url(f"**{step}")
    return page.url


def _seconds(address: str, cookies: str, times: int) -> list[float]:
    """One request after the other over one connection; the first ones warm up and are left out."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    headers = {"Accept-Encoding": "br", "Accept-Language": "en", "Cookie": cookies}
    found = []
    for number in range(times + 5):
        begun = time.perf_counter()
        connection.request("GET", parts.path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address} was answered {answer.status}")
        if number >= 5:
            found.append(time.perf_counter() - begun)
    connection.close()
    return sorted(found)


def _p95(seconds: list[float]) -> float:
    return seconds[int(0.95 * len(seconds))] * 1000


def _median(seconds: list[float]) -> float:
    return seconds[len(seconds) // 2] * 1000
