"""The own door from end to end: a newcomer books without an account, signs in by a code, sees that the clerk looked,
takes a consent back, takes everything along, and asks for deletion. In Arabic on a phone; axe looks at every page."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from django.utils import timezone
from playwright.sync_api import Page

from eindach.accounts.models import Category, Person, User
from eindach.casework.models import DeletionRequest
from eindach.consent import trail
from eindach.consent.models import Consent, ConsentEvent, ConsentText, Grant
from eindach.directory.models import Organization
from eindach.kernel.actor import Actor, acting_as
from tests.casework.newcomer import code_sent_to

from .conftest import DESKTOP, PHONE, Open, on
from .walking import to_booked

Faults = Callable[[Page], list[str]]
AMAL = "amal@mail.example"


@pytest.fixture(autouse=True)
def log_file(tmp_path: Path, settings: Any) -> None:
    settings.DELETION_LOG = tmp_path / "deletions.jsonl"


def agreed_and_looked_at(reason: str) -> Consent:
    """Amal agreed that the bank may know her name; a clerk there looked."""
    amal, bank, now = Person.objects.get(), Organization.objects.get(key="bank"), timezone.now()
    words = ConsentText.objects.get(purpose="advice", version=1, language="ar")
    said = {"purpose": "advice", "categories": [Category.IDENTITY]}
    consent = Consent.objects.create(
        person=amal, controller=bank, recipient=bank, text=words, asked_at=now, expires_at=now + timedelta(90), **said
    )
    ConsentEvent.objects.create(consent=consent, kind="given", at=now, channel="person", language="ar")
    Grant.objects.create(person=amal, organization=bank, consent=consent, valid_from=now, **said)
    clerk = User.objects.create_user("clerk@bank.example", name="C. Lerk")
    actor = Actor(kind="staff", user=clerk.pk, organization=bank.pk, organization_kind=bank.kind, role="partner")
    with acting_as(actor, now=now):
        trail.record(act="read", kind="person", person=amal.pk, basis=f"consent:{consent.pk}", reason=reason,
                     fields=["identity"])  # fmt: skip
    return consent


def enter_code(page: Page) -> None:
    page.fill("#id_code", code_sent_to(AMAL))
    with page.expect_navigation():
        page.locator(".step form button.button--main").click()


def sign_in(page: Page, language: str) -> None:
    page.goto(f"/{language}/my/sign-in/")
    page.fill("#id_contact", AMAL)
    with page.expect_navigation():
        page.locator(".step form button.button--main").click()


def test_amal_uses_her_own_door_in_arabic_on_a_phone(open_page: Open, faults: Faults) -> None:
    found: dict[str, list[str]] = {}
    page = open_page("ar")
    to_booked(page)  # nobody asked her for an account
    consent = agreed_and_looked_at("a permit")

    sign_in(page, "ar")
    found["code"] = faults(page)
    enter_code(page)
    on(page, "/own/$")
    found["home"] = faults(page)
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator(".carry__stop").count() == 2
    looks = page.locator("section[aria-labelledby^=l] .rows > li")
    assert looks.count() == 1
    assert "a permit" in looks.inner_text()
    assert "C. Lerk" not in page.content()

    with page.expect_navigation():
        page.locator("#consents form button").click()
    assert page.locator("#consents form").count() == 0
    assert Consent.objects.get(pk=consent.pk).state(timezone.now()) == "withdrawn"
    found["taken back"] = faults(page)

    page.goto("/ar/own/")
    with page.expect_download() as file:
        page.locator("a[href$='my-data.json']").click()
    assert json.loads(Path(file.value.path()).read_text())["data"]["accounts_person"]["rows"][0]["email"] == AMAL
    with page.expect_download() as sheet:
        page.locator("a[href$='my-data.pdf']").click()
    with pymupdf.open(sheet.value.path(), filetype="pdf") as opened:
        assert "a permit" in " ".join(one.get_text() for one in opened)

    with page.expect_navigation():
        page.locator("a[href$='/delete/']").click()
    found["delete"] = faults(page)
    with page.expect_navigation():
        page.locator(".step form button.button--main").click()
    found["delete, code"] = faults(page)
    enter_code(page)
    on(page, "/own/")
    found["asked"] = faults(page)
    assert DeletionRequest.objects.get().number in page.locator("#deletion").inner_text()
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("language", "profile"),
    [
        ("de", {"viewport": DESKTOP, "color_scheme": "dark"}),
        ("uk", {"viewport": PHONE, "color_scheme": "light"}),
        ("en", {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}),
    ],
    ids=["german desktop, dark", "ukrainian phone", "english 320 px, dark"],
)
def test_no_page_of_the_own_door_has_a_fault(
    open_page: Open, faults: Faults, language: str, profile: dict[str, Any]
) -> None:
    found: dict[str, list[str]] = {}
    page = open_page(language, java_script_enabled=True, **profile)
    to_booked(page)
    agreed_and_looked_at("a permit")
    sign_in(page, language)
    enter_code(page)
    found["home"] = faults(page)
    page.locator("a[href$='/contact/']").click()
    found["contact"] = faults(page)
    with page.expect_navigation():
        page.locator(".step form:has(#id_contact) button.button--main").click()
    found["contact, fault"] = faults(page)
    page.fill("#id_contact", "amal.neu@mail.example")
    with page.expect_navigation():
        page.locator(".step form:has(#id_contact) button.button--main").click()
    found["contact, code"] = faults(page)
    page.goto(f"/{language}/own/gone/")
    found["gone"] = faults(page)
    assert {name: said for name, said in found.items() if said} == {}
