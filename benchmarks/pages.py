"""Public pages: server time of the heaviest kinds, and what a first visit takes over the wire."""

import http.client
import shutil
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.stage import Site, site_of_a_district
from benchmarks.table import Row
from benchmarks.world import World

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
MATTERS = 4
MOST_MILLISECONDS, MOST_KILOBYTES = 50, 200
COLD = "chromium, nothing cached"
MISSPELLED = "en/places/?q=anmleden&language=ar&open=on&step_free=on"


def rows(site: Site, world: World, *, quick: bool, processes: int) -> list[Row]:
    """The browser walks to the plans as a newcomer would; then each page is asked for again and again. The plans are
    searched in the big region; all other pages are those of a real district, in ten languages."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        raise RuntimeError("no chromium was found; `make test` installs it")
    times = 50 if quick else 200
    with sync_playwright() as playwright, site_of_a_district(processes=processes) as district:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-quic"])
        context = browser.new_context(locale="en")
        plans = _walk_to_plans(context.new_page(), site, world)
        cookies = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())
        loads = {
            "start page": _first_load(browser, f"{district.pages}/en/"),
            "start page in Tigrinya": _first_load(browser, f"{district.pages}/ti/"),
            "list of places": _first_load(browser, f"{district.pages}/en/places/"),
            "page of plans": _first_load(browser, plans, context),
        }
        asked = _addresses(browser, district.pages)
        browser.close()
        found = [_row(name, _seconds(address, "", times)) for name, address in asked.items()]
    found.append(_row(f"page of plans ({MATTERS} matters)", _seconds(plans, cookies, times), "; holds a search"))
    found.append(_row("list of places of the big region", _seconds(f"{site.pages}/en/places/", "", times)))
    return found + [
        Row(f"{name}, first load over the wire", size / 1000, "kB", MOST_KILOBYTES, remark=COLD)
        for name, size in loads.items()
    ]


def _row(name: str, seconds: list[float], more: str = "") -> Row:
    p95, median = (seconds[int(part * len(seconds))] * 1000 for part in (0.95, 0.5))
    return Row(f"{name}, server time: p95", p95, "ms", MOST_MILLISECONDS, remark=f"median {median:.0f} ms{more}")


def _addresses(browser: Browser, pages: str) -> Mapping[str, str]:
    """Of the heaviest kinds of pages, as somebody comes to them."""
    page = browser.new_context(locale="en", base_url=pages).new_page()
    page.goto("en/places/?need=topic.residence")
    service = page.locator(".found__place h3 a").first.get_attribute("href")
    page.goto("en/municipalities/")
    town = page.locator(".town-names a").first.get_attribute("href")
    plan = _walk_to_my_plan(page)
    page.context.close()
    return {
        "start page": f"{pages}/en/",
        "list of places": f"{pages}/en/places/",
        "misspelled search with three wishes": f"{pages}/{MISSPELLED}",
        "page of a service": f"{pages}{service}",
        "my plan": plan,
        "municipalities side by side": f"{pages}/en/municipalities/",
        "page of a municipality": f"{pages}{town}",
        "matters to choose from": f"{pages}/en/plan/",
    }


def _walk_to_my_plan(page: Page) -> str:
    """Asylum, with a family, in the first town: most steps."""
    page.goto("en/next-steps/ask/place/")
    page.locator("main input[type=radio]").first.check()
    for page_of, chosen in (
        ("place", ()),
        ("reason", ("asylum",)),
        ("since", ()),
        ("family", ("partner", "school-child")),
    ):
        page.wait_for_url(f"**/ask/{page_of}/**")
        for value in chosen:
            page.locator(f"main input[value={value}]").check()
        page.locator("main form[method=post] button.button--main").click()
    page.wait_for_url("**/ask/have/**")
    page.locator("main form[method=post] button.button--main").click()
    page.wait_for_url(lambda url: "/ask/" not in url)
    return page.url


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
    """One request after the other over one connection, sorted; the first ones warm up and are left out."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    headers = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "en", "Cookie": cookies}
    found = []
    for number in range(times + 5):
        begun = time.perf_counter()
        connection.request("GET", f"{parts.path}?{parts.query}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address} was answered {answer.status}")
        if number >= 5:
            found.append(time.perf_counter() - begun)
    connection.close()
    return sorted(found)
