"""Where kiosks and call displays are opened: coordinators see all houses, a front desk its own."""

import re

import pytest
from django.test import Client

from eindach.consent.models import AuditEvent
from eindach.frontdesk.kiosks import kiosk_address
from tests.frontdesk.day import Day
from tests.frontdesk.staff import works_at


def houses(client: Client, path: str) -> list[str]:
    return re.findall(r"/screen/([\w-]+)/</a>", client.get(path).content.decode())


def test_coordinators_see_all_houses(day: Day) -> None:
    coordinator = works_at(day.bank_1.organization, "coordinator")
    assert houses(coordinator, "/en/staff/kiosks/") == ["amt", "forum", "rathaus"]
    assert "/en/staff/kiosks/" in coordinator.get("/en/staff/week/").content.decode()


def test_a_front_desk_sees_its_own_and_leaves_an_event(day: Day) -> None:
    desk = works_at(day.bank_1.organization, "front-desk")
    words = desk.get("/en/staff/arrivals/displays/").content.decode()
    assert kiosk_address(day.forum) in words
    assert kiosk_address(day.cast.office.counter.location) not in words
    assert "/en/staff/arrivals/displays/" in desk.get("/en/staff/arrivals/").content.decode()
    assert AuditEvent._base_manager.filter(act="read", kind="kiosk").count() == 1


def test_the_short_address_leads_to_the_display(day: Day, client: Client) -> None:
    answer = client.get("/screen/forum/", follow=True)
    assert answer.redirect_chain[0][0].endswith("/screen/forum/")
    assert "frontdesk/screen.html" in [one.name for one in answer.templates]


@pytest.mark.parametrize(("role", "path"), [("front-desk", "kiosks"), ("coordinator", "arrivals/displays")])
def test_each_by_its_own_door(day: Day, role: str, path: str) -> None:
    assert works_at(day.bank_1.organization, role).get(f"/en/staff/{path}/").status_code == 403
