"""Engineer, Jülich, the employer books: a company enters her and a colleague, both decide for themselves, a day is
found for both, and everything is booked at once. axe looks at every page on the way."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from eindach.booking.models import Itinerary
from eindach.companies.admitting import admit
from eindach.companies.invitations import link
from eindach.companies.models import Company, Employee
from eindach.directory.models import Municipality
from tests.booking_pages.stage import Stage
from tests.casework.newcomer import code_sent_to
from tests.companies.conftest import under_one_roof

from .conftest import DESKTOP, PHONE, Open, on

Faults = Callable[[Page], list[str]]
HR, JULICH = "personal@werk.example", "05358024"
AYLIN, JUN = "Aylin Beispiel", "Jun Beispiel"
MAIN = ".step form button.button--main"


@pytest.fixture
def julich(stage: Stage) -> None:
    under_one_roof(stage)
    Municipality.objects.create(ags=JULICH, name="Jülich", latitude=50.9, longitude=6.4, source="sample")


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def sign_in(page: Page, language: str, contact: str, then: str) -> None:
    page.goto(f"/{language}/{then}")
    page.fill("#id_contact", contact)
    press(page, MAIN)
    page.fill("#id_code", code_sent_to(contact))
    press(page, MAIN)
    on(page, f"/{then.split('/')[0]}/")


def enter(page: Page, name: str, mail: str, button: str) -> None:
    page.fill("#id_name", name)
    page.fill("#id_email", mail)
    page.select_option("#id_language", "ar")
    page.fill("#id_arrives", f"{timezone.localdate():%Y-%m}")
    page.select_option("#id_municipality", JULICH)
    page.locator("input[name=matters][value=registration]").check()
    press(page, button)


def decides(page: Page, name: str) -> str:
    """Opens the link of the invitation; the path of it."""
    employee = Employee.objects.get(details__name=name)
    path = re.sub(r"^https?://[^/]+", "", link(employee, "ar"))
    page.goto(path)
    return path


def test_the_employer_books_one_day_for_an_engineer_and_her_colleague(
    open_page: Open, faults: Faults, julich: None
) -> None:
    found: dict[str, list[str]] = {}
    hr = open_page("de", "companies/", viewport=DESKTOP, color_scheme="dark")
    found["companies"] = faults(hr)
    press(hr, "a.button--main")
    press(hr, MAIN)
    found["register, faults"] = faults(hr)
    said = {"name": "Werk", "town": "Jülich", "contact_name": "Hanna Personal", "contact_role": "HR", "email": HR}
    for field, value in (said | {"phone": "02461 123456"}).items():
        hr.fill(f"#id_{field}", value)
    press(hr, MAIN)
    on(hr, "/thanks/$")
    admit(company_id=Company.objects.get().pk, now=timezone.now())  # the coordinator has called them

    sign_in(hr, "de", HR, "own/company/")
    found["nobody yet"] = faults(hr)
    press(hr, "a[href$='/add/']")
    enter(hr, AYLIN, "aylin@person.example", "button[name=another]")
    found["enter a person"] = faults(hr)
    enter(hr, JUN, "jun@person.example", MAIN)
    on(hr, "/own/company/[^/]+/")

    aylin = open_page("ar", "companies/", viewport=PHONE)
    found["companies, arabic phone"] = faults(aylin)
    for name in (AYLIN, JUN):
        path = decides(aylin, name)
        found[f"invited {name}"] = faults(aylin)
        aylin.locator("input[name=book][value=yes]").check()
        aylin.locator("input[name=see][value=no]").check()
        press(aylin, MAIN)
        assert aylin.url.endswith(path)
    found["accepted"] = faults(aylin)

    press(hr, "a[href$='/together/']")
    for box in hr.locator("input[name=who]").all():
        box.check()
    press(hr, "form[method=get] button")
    found["days"] = faults(hr)
    press(hr, "button[name=house]")
    on(hr, "/groups/")
    found["held"] = faults(hr)
    press(hr, "button[value=book]")
    found["booked"] = faults(hr)

    booked = Itinerary.objects.filter(booked_at__isnull=False)
    assert sorted(booked.values_list("person__name", flat=True)) == [AYLIN, JUN]
    assert len({one.appointments.get().during.lower for one in booked}) == 1
    sign_in(aylin, "ar", "aylin@person.example", "own/employer/")
    found["my employer"] = faults(aylin)
    press(aylin, "#book form button")
    found["taken back"] = faults(aylin)
    assert not Employee.objects.get(person__name=AYLIN).may_book
    assert {page: said for page, said in found.items() if said} == {}
