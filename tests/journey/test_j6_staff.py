"""The staff area in a browser: axe on every page, narrow and wide, light and dark; used by keyboard alone."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.utils import timezone
from playwright.sync_api import Page

from eindach.accounts.models import Category, Role
from eindach.accounts.policy import Area, may
from eindach.kernel.actor import Actor
from eindach.questions.models import Enquiry
from tests.booking_pages.stage import Stage
from tests.casework.office import Office, set_office
from tests.house.test_audiences import routes

from .conftest import DESKTOP, PHONE, Open, on
from .walking import press, tab_to

Faults = Callable[[Page], list[str]]
VIEWS = [
    ("en", {"viewport": PHONE, "color_scheme": "dark"}),
    ("de", {"viewport": DESKTOP, "color_scheme": "light"}),
]
NEEDS = {
    where.partition("/")[2]: view.needs
    for where, view in routes(get_resolver())
    if getattr(view, "audience", "") == "staff" and "<" not in where and where.endswith("/")
}
"""Addresses of the staff area that need no id, and whom they let in: pages that come later are looked at too."""


@pytest.fixture
def office(stage: Stage) -> Office:
    """Something waits for everybody."""
    office = set_office(stage)
    office.granted(*Category, until=timezone.now() + timedelta(days=9))
    Enquiry.objects.create(name="Robin Anders", phone="+492421123456", language="uk", created_at=timezone.now())
    return office


def sign_in(page: Page, office: Office, role: str) -> None:
    session = office.signed_in(role).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}
    page.context.add_cookies([cookie])  # type: ignore[list-item]


def first_role(needs: tuple[str, str]) -> Role:
    """Who may open it."""
    act, area = needs
    roles = (
        role for role in Role
        if may(Actor(kind="staff", role=role), act, Area(area), now=timezone.now()).allowed  # type: ignore[arg-type]
    )  # fmt: skip
    return next(roles)


def is_a_page(office: Office, role: str, where: str) -> bool:
    """Not what is only posted to, nor what is there for a part of the area's roles."""
    status = office.signed_in(role).get(f"/de/{where}").status_code
    return status not in (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_FOUND)


def pages(office: Office) -> list[tuple[str, str]]:
    """Role and address: every start page, every page once, and those about Amal."""
    file, consent = f"staff/people/{office.amal.pk}/", office.asked()
    starts = [(role, "staff/") for role in Role]
    plain = [(first_role(needs), where) for where, needs in NEEDS.items()]
    plain = [(role, where) for role, where in plain if is_a_page(office, role, where)]
    about = [
        (Role.FRONT_DESK, file),
        (Role.ADVISOR, file),
        (Role.ADVISOR, f"staff/consents/ask/{office.amal.pk}/"),
        (Role.ADVISOR, f"staff/consents/{consent.pk}/"),
        (Role.EXPERT, "staff/offices/stadt/"),
        (Role.ADMINISTRATOR, f"staff/users/{office.member(Role.EXPERT).pk}/"),
        (Role.ADVISOR_LEAD, "account/"),
        (Role.ADVISOR_LEAD, "staff/break-glass/"),
    ]
    return sorted(dict.fromkeys([*starts, *plain, *about]))


@pytest.mark.parametrize(("language", "profile"), VIEWS, ids=["english phone, dark", "german desktop"])
def test_no_page_of_the_staff_area_has_a_fault(
    open_page: Open, office: Office, faults: Faults, faults_of_colour: Faults, language: str, profile: dict[str, object]
) -> None:
    look = faults if language == "de" else faults_of_colour
    page = open_page(language, path="help/", **profile)
    found: dict[tuple[str, str], list[str]] = {}
    signed_in = ""
    for role, where in pages(office):
        if role != signed_in:
            sign_in(page, office, role)
            signed_in = role
        answer = page.goto(f"/{language}/{where}")
        found[role, where] = look(page) if answer and answer.ok else [f"{answer and answer.status}"]
    assert {place: said for place, said in found.items() if said} == {}


def test_a_scanned_number_opens_the_file_by_keyboard_alone(open_page: Open, office: Office) -> None:
    page = open_page("de", path="help/", viewport=DESKTOP)
    sign_in(page, office, Role.FRONT_DESK)
    page.goto("/de/staff/")
    press(page, ".skip[href='#find']")
    page.keyboard.type(office.booked.reference)
    page.keyboard.press("Enter")
    on(page, f"/people/{office.amal.pk}/$")
    assert page.locator("h1").inner_text() == "Amal Beispiel"


def test_whoever_leaves_signs_out_with_one_key(open_page: Open, office: Office) -> None:
    page = open_page("de", path="help/", viewport=PHONE)
    sign_in(page, office, Role.FRONT_DESK)
    page.goto("/de/staff/")
    tab_to(page, ".tool--button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto("/de/staff/")
    on(page, "/account/sign-in/")
