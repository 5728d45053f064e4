"""How people walk through the steps: with the keyboard, or with a finger."""

from playwright.sync_api import Page

from .conftest import on

MOST_STOPS = 80
MATTERS = ("registration", "bank")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus; a person would give up after a while, and so does this."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"the keyboard never reaches {selector}")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def type_into(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def to_plans(page: Page) -> None:
    for matter in MATTERS:
        page.locator(f"#m-{matter}").check()
    page.locator("button[value=on]").click()
    on(page, "/when/$")
    page.locator("form button.button--main").click()
    on(page, "/plans/$")


def to_contact(page: Page) -> None:
    to_plans(page)
    page.locator("#choose button.button--main").click()
    on(page, "/contact/$")


def give_contact(page: Page, name: str = "Amal Beispiel") -> None:
    page.fill("#id_name", name)
    page.fill("#id_email", "amal@mail.example")
    page.locator("#contact button.button--main").click()
    on(page, "/check/$")


def to_booked(page: Page) -> None:
    to_contact(page)
    give_contact(page)
    page.locator("button.book").click()
    on(page, "/booked/$")


def to_link(page: Page) -> None:
    """From the confirmation to the page behind the secret link."""
    page.locator(".carry-columns__more a[href*='/my/']").last.click()
    page.locator(".link-list a[href$='/move/']").wait_for()
