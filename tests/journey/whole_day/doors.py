"""How people come in: registering on a phone, the front desk, the kiosk."""

from playwright.sync_api import Page

from eindach.frontdesk.kiosks import kiosk_token
from eindach.frontdesk.models import Visit
from eindach.frontdesk.visits import visit_token

from .people import Guest
from .record import Record
from .world import World


def register(page: Page, world: World, guest: Guest) -> str:
    """Two steps on a phone; the link to the own page."""
    assert guest.hour
    page.goto(f"/{guest.language}/events/{world.day.pk}/")
    for matter in guest.matters:
        page.locator(f"input[name=matters][value={matter}]").check()
    page.select_option("#id_language", guest.language)
    _go(page, "form button.button--main")
    page.locator(f"input[name=window][value='{guest.hour.isoformat()}']").check()
    page.fill("#id_name", guest.name)
    page.fill("#id_email", guest.email)
    _go(page, "form button.button--main")
    return page.url.removesuffix("registration/")


def link_of(guest: Guest) -> str:
    """As in the mail they got."""
    visit = Visit._base_manager.get(person__email=guest.email)
    return f"/{guest.language}/here/{visit_token(visit.pk)}/"


def scan_at_the_front_desk(page: Page, guest: Guest, link: str, record: Record) -> None:
    """The scanner types the link into the field that has the focus."""
    page.fill("#number", link)
    _go(page, ".arrivals__find button")
    _go(page, ".given [value=arrive]")
    record.tickets[guest.number] = page.locator(".given__number bdi").inner_text()


def scan_at_the_kiosk(page: Page, world: World, guest: Guest, link: str, record: Record) -> None:
    page.goto(f"/{guest.language}/kiosk/{kiosk_token(world.house)}/number/")
    page.fill("#number", link)
    _go(page, "main .kiosk__button--main")
    record.tickets[guest.number] = page.locator(".kiosk__slip bdi").inner_text()


def walk_in_at_the_kiosk(page: Page, world: World, guest: Guest, record: Record) -> None:
    page.goto(f"/{guest.language}/kiosk/{kiosk_token(world.house)}/in/")
    _go(page, ".kiosk__choice >> nth=1")
    for matter in guest.matters:
        page.locator(f"input[name=matter][value={matter}]").check()
    _go(page, "main .kiosk__button--main")
    _go(page, "button[name=go]")
    record.tickets[guest.number] = page.locator(".kiosk__slip bdi").inner_text()


def walk_in_at_the_front_desk(page: Page, guest: Guest, record: Record) -> None:
    page.select_option("#walk-in [name=language]", guest.language)
    for matter in guest.matters:
        page.locator(f"#walk-in [name=matter][value={matter}]").check()
    _go(page, "#walk-in form button.button")
    _go(page, "#walk-in button[name=go]")
    record.tickets[guest.number] = page.locator(".given__number bdi").inner_text()


def is_back_at_the_front_desk(page: Page, ticket: str) -> None:
    page.goto("/en/staff/arrivals/")
    row = page.locator("li.person", has_text=ticket)
    row.locator("summary").click()
    with page.expect_navigation(wait_until="domcontentloaded"):
        row.locator("[value=come-back]").click()


def _go(page: Page, selector: str) -> None:
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.locator(selector).first.click()
