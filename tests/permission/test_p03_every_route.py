"""Every route of the staff area × every role, from the URLconf: the policy's answer is the page's answer."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from eindach.accounts.models import Membership, Role
from eindach.accounts.policy import Area, may

from .house import House
from .signed_in import WORKS_AT, as_person, as_staff

pytestmark = pytest.mark.django_db
PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
NOTHING = "nothing"
NOBODYS = {
    "uuid": "6d0f8c1c-0000-4000-8000-000000000000",
    "int": "4711",
    "slug": NOTHING,
    "str": NOTHING,
    None: NOTHING,
}


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, where)
        else:
            yield where, pattern


def of_audience(audience: str) -> list[tuple[str, URLPattern]]:
    found = [(where, one) for where, one in routes(get_resolver()) if getattr(one.callback, "audience", "") == audience]
    return [(f"/{PART.sub(lambda part: NOBODYS[part['kind']], where)}", one) for where, one in found]


STAFF = of_audience("staff")


def test_there_are_routes_for_staff_and_each_says_what_it_needs() -> None:
    assert len(STAFF) > 3
    assert [where for where, one in STAFF if not getattr(one.callback, "needs", None)] == []


@pytest.mark.parametrize("role", Role.values)
def test_a_role_comes_in_exactly_where_the_policy_lets_it(house: House, role: str) -> None:
    client = as_staff(house, role)
    actor = house.staff(role, WORKS_AT.get(role, "association"))
    for where, one in STAFF:
        act, area = one.callback.needs
        allowed = may(actor, act, Area(area), now=timezone.now()).allowed
        status = client.get(where).status_code
        assert (status in (200, 302, 404, 405)) if allowed else (status == 403), (role, where, status)


@pytest.mark.parametrize(("where", "one"), STAFF, ids=[where for where, _one in STAFF])
def test_nobody_comes_in_without_signing_in(house: House, where: str, one: URLPattern) -> None:
    answer = Client().get(where)
    assert answer.status_code == 302
    assert "/login/" in answer["Location"] or "sign" in answer["Location"]


@pytest.mark.parametrize(("where", "one"), STAFF, ids=[where for where, _one in STAFF])
def test_a_newcomers_code_opens_no_office(house: House, where: str, one: URLPattern) -> None:
    assert as_person("amal@mail.example").get(where).status_code == 403


@pytest.mark.parametrize("where", [where for where, _one in of_audience("person")])
def test_staff_do_not_come_in_by_a_persons_door(house: House, where: str) -> None:
    assert as_staff(house, "advisor").get(where).status_code in (302, 403)


def test_whoever_left_is_refused_at_the_next_request(house: House) -> None:
    client = as_staff(house, "advisor")
    assert client.get("/de/staff/").status_code == 200
    Membership.objects.update(ended_at=timezone.now())
    assert client.get("/de/staff/").status_code == 302


def test_a_foreign_person_is_as_absent_as_one_who_does_not_exist(house: House) -> None:
    client = as_staff(house, "advisor")
    foreign, unknown = (client.get(f"/de/staff/people/{pk}/") for pk in (house.amal.pk, uuid4()))
    assert foreign.status_code == unknown.status_code == 404
    assert re.sub(rb"[0-9a-f-]{36}", b"", foreign.content) == re.sub(rb"[0-9a-f-]{36}", b"", unknown.content)
