"""Without network: the plan, the appointments and the offices of the plan are still there and say how old they are;
forgotten, nothing of them is left. In Arabic on a phone, as a shared phone would be used."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Error, Page

from eindach.site.views_offline import WORKER
from tests.booking_pages.stage import Stage
from tests.casework.newcomer import code_sent_to
from tests.guide.my_steps import make_steps, told

from .conftest import Open, on
from .test_j6_own_door import enter_code, sign_in
from .walking import to_booked

Faults = Callable[[Page], list[str]]
FINE = "[data-slot][data-state=kept]"
AGE = ".saved[role=status] .notice"
ROBIN = "robin@mail.example"
LEAVING = "([code, kept, most]) => { (0, eval)(code); return leaving(kept, most, 'mine'); }"
MOVED_IN = date(2026, 11, 14)


def keep(page: Page) -> None:
    page.locator("[data-keep]").click()
    page.locator(FINE).wait_for()


def stored(page: Page) -> list[str]:
    """Paths of all copies of pages on this phone."""
    return page.evaluate(
        """async () => {
            if (!(await caches.has("eindach-pages-1"))) return [];
            const keys = await (await caches.open("eindach-pages-1")).keys();
            return keys.map(({ url }) => new URL(url).pathname);
        }"""
    )


@pytest.fixture
def plan(stage: Stage) -> str:
    make_steps(stage.cast)
    return f"next-steps/{told(reason='work', dates={'moving-in': MOVED_IN}).sealed()}/"


def test_the_plan_goes_along_without_network_until_it_is_forgotten(open_page: Open, faults: Faults, plan: str) -> None:
    page = open_page("ar", plan)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    page.locator(".my-plan__example").scroll_into_view_if_needed()
    page.locator(".example").wait_for()
    assert faults(page) == []
    keep(page)
    page.locator(".my-step__box").first.click()
    page.locator(FINE).wait_for()
    steps = page.locator(".my-step h3").all_inner_texts()
    office = next(one for one in stored(page) if "/places/" in one)
    page.goto("/ar/plan/")  # a form is never kept
    copies = stored(page)
    page.goto(f"/ar/next-steps/{told(reason='eu').sealed()}/")  # somebody else's plan does not take the place of ours
    page.locator("[data-slot][data-state=offered]").wait_for()
    assert stored(page) == copies

    blank = page.context.new_page()  # asked for what goes first where there are too many: the oldest of somebody else's
    kept = [("/list/on-this-phone/", "mine"), ("/plan/", "mine"), ("/places/mine/", "mine"), ("/my/visit/", "theirs")]
    kept += [("/places/old/", "theirs"), ("/places/new/", "theirs")]
    asked = [WORKER.read_text(encoding="utf-8"), [{"url": url, "slot": slot} for url, slot in kept]]
    gone = [blank.evaluate(LEAVING, [*asked, most]) for most in (6, 5, 2)]
    assert gone == [[], ["/places/old/"], ["/places/old/", "/places/new/", "/my/visit/", "/places/mine/"]]
    blank.close()

    page.context.set_offline(True)
    page.goto("/ar/plan/")
    on_this_phone = page.locator("[data-kept-list] a")
    assert faults(page) == []
    on_this_phone.first.click()
    assert page.locator(".my-step h3").all_inner_texts() == steps
    assert page.locator(AGE).is_visible()
    assert faults(page) == []
    page.goto(office)
    assert page.locator(AGE).is_visible()

    page.go_back()
    page.locator("[data-forget]").click()
    page.locator("[data-slot][data-state=offered]").wait_for()
    assert stored(page) == []


def test_who_signs_in_after_us_neither_takes_our_place_nor_is_kept(open_page: Open, stage: Stage) -> None:
    stage.booked()  # Robin
    page = open_page("de")
    to_booked(page)
    sign_in(page, "de")
    enter_code(page)
    on(page, "/own/$")
    keep(page)

    page.context.clear_cookies()  # our time is over
    page.goto("/de/my/sign-in/")
    page.fill("#id_contact", ROBIN)
    page.locator(".step form button.button--main").click()
    on(page, "/code/")
    page.fill("#id_code", code_sent_to(ROBIN))
    page.locator(".step form button.button--main").click()
    on(page, "/own/$")
    page.locator("[data-slot][data-state=offered]").wait_for()
    page.wait_for_function("async () => !(await (await caches.open('eindach-pages-1')).match('/de/own/'))")


def test_appointments_go_along_and_signing_out_forgets_them(open_page: Open, stage: Stage) -> None:
    page = open_page("de")
    to_booked(page)
    sign_in(page, "de")
    enter_code(page)
    on(page, "/own/$")
    link = page.locator("a.button--main[href*='/my/']").get_attribute("href") or ""
    keep(page)

    page.context.set_offline(True)
    for path in ("/de/own/", link):
        page.goto(path)
        assert (page.locator(".carry__stop").count(), page.locator(AGE).is_visible()) == (2, True)

    page.context.set_offline(False)
    page.goto("/de/own/")
    page.locator(".own__head form button").click()
    page.wait_for_url(re.compile(r"/de/(?!own)"))
    assert stored(page) == []
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(link)
