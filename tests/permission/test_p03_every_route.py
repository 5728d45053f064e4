"""Every route of staff and of a person's own door × every role × reading and writing, held against one table. A route
that is not in the table fails the build."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from eindach.accounts.models import Membership, Role
from eindach.accounts.policy import Area, may
from eindach.casework.models import Case, Referral
from eindach.consent.models import AuditEvent, BrokenGlass

from .house import House
from .routes import address, names_in, of_audience
from .signed_in import WORKS_AT, as_person, as_staff
from .stage import rows_about_people

pytestmark = pytest.mark.django_db

ALL = frozenset(Role.values)
CARE = {"front-desk", "expert", "advisor", "advisor-lead", "abh-clerk", "social-clerk", "jobcenter-clerk", "partner"}
CLERKS = CARE - {"expert"}
CALLERS = {"front-desk", "advisor", "advisor-lead"}
BREAKERS = {"advisor-lead", "abh-clerk", "social-clerk"}
FIGURES = {"steering", "coordinator", "data-protection"}
PLANNERS = {"coordinator"}
KEEPERS = {"coordinator", "data-protection"}
RECEPTION = {"front-desk"}
TOWNS = {"social-clerk", "coordinator"}
PROTECTION, ADMINISTRATOR = {"data-protection"}, {"administrator"}


@dataclass(frozen=True)
class Door:
    """Who comes in, and what is answered there when the ids are nobody's: by GET, and by an empty POST. `others`: what
    the rest is answered (403: the role has no such task; 404: nobody learns whether there is such a thing)."""

    roles: frozenset[str] | set[str]
    get: int
    post: int
    others: int = 403


STAFF = {
    "de/staff/": Door(ALL, 200, 405),
    "de/staff/people/": Door(ALL, 200, 302),
    "de/staff/people/<uuid:person_id>/": Door(CARE, 404, 404),
    "de/staff/offices/<slug:key>/": Door(ALL, 404, 405),
    "de/staff/figures/": Door(FIGURES, 200, 405),
    "de/staff/deletions/": Door(PROTECTION, 200, 405),
    "de/staff/deletions/<uuid:request_id>/": Door(PROTECTION, 302, 302),
    "de/staff/arrivals/": Door(RECEPTION, 404, 404),
    "de/staff/arrivals/check-in/": Door(RECEPTION, 405, 404),
    "de/staff/arrivals/displays/": Door(RECEPTION, 200, 405),
    "de/staff/arrivals/names.pdf": Door(RECEPTION, 404, 405),
    "de/staff/arrivals/walk-in/": Door(RECEPTION, 404, 404),
    "de/staff/arrivals/interpreter/<slug:act>/": Door(RECEPTION, 405, 404),
    "de/staff/arrivals/<uuid:visit_id>/": Door(RECEPTION, 405, 404),
    "de/staff/arrivals/<uuid:visit_id>/ticket.pdf": Door(RECEPTION, 404, 405),
    "de/staff/kiosks/": Door({"coordinator"}, 200, 405),
    "de/staff/questions/": Door(CALLERS, 200, 405),
    "de/staff/questions/phone-note/": Door(CALLERS, 200, 422),
    "de/staff/questions/figures/": Door(FIGURES, 200, 405),
    "de/staff/questions/calls/<int:appointment_id>/": Door(CALLERS, 405, 404),
    "de/staff/questions/<int:enquiry_id>/": Door(CALLERS, 404, 405),
    "de/staff/questions/<int:enquiry_id>/book/": Door(CALLERS, 405, 404),
    "de/staff/questions/<int:enquiry_id>/case/": Door(CALLERS, 404, 404),
    "de/staff/questions/<int:enquiry_id>/refer/": Door(CALLERS, 404, 404),
    "de/staff/questions/<int:enquiry_id>/<slug:what>/": Door(CALLERS, 405, 404),
    "de/staff/cases/": Door(CALLERS, 200, 405),
    "de/staff/cases/<uuid:case_id>/": Door(CALLERS, 404, 405),
    "de/staff/cases/<uuid:case_id>/<slug:what>/": Door(CALLERS, 405, 404),
    "de/staff/people/<uuid:person_id>/case/": Door(CALLERS, 404, 404),
    "de/staff/people/<uuid:person_id>/refer/": Door(CLERKS, 404, 404),
    "de/staff/referrals/": Door(CLERKS, 200, 405),
    "de/staff/referrals/<uuid:referral_id>/": Door(CLERKS, 404, 405),
    "de/staff/referrals/<uuid:referral_id>/case/": Door(CLERKS, 405, 404),
    "de/staff/referrals/<uuid:referral_id>/<slug:what>/": Door(CLERKS, 405, 404),
    "de/staff/counter/": Door(CARE, 200, 405),
    "de/staff/counter/open/": Door(CARE, 405, 404),
    "de/staff/counter/do/<slug:act>/": Door(CARE, 405, 404),
    "de/staff/counter/pass-on/": Door(CARE, 302, 302),
    "de/staff/counter/follow-up/": Door(CARE, 302, 302),
    "de/staff/counter/interpreter/<slug:act>/": Door(CARE, 405, 404),
    "de/staff/day/<slug:house>/<slug:day>/": Door({"coordinator"}, 404, 405),
    "de/staff/day/<slug:house>/<slug:day>/follow-up/": Door({"coordinator"}, 405, 404),
    "de/staff/week/": Door({"coordinator"}, 200, 405),
    "de/staff/week/<slug:act>/": Door({"coordinator"}, 404, 404),
    "de/staff/translations/": Door(PLANNERS, 200, 405),
    "de/staff/translations/glossary/": Door(PLANNERS, 200, 405),
    "de/staff/translations/municipalities/<slug:town>/": Door(TOWNS, 404, 405),
    "de/staff/translations/municipalities/<slug:town>/<slug:code>/<slug:key>/": Door(TOWNS, 404, 404),
    "de/staff/translations/<slug:code>/as/<slug:form>/": Door(PLANNERS, 404, 405),
    "de/staff/translations/<slug:code>/take/": Door(PLANNERS, 404, 404),
    "de/staff/translations/<slug:code>/<slug:key>/": Door(PLANNERS, 404, 404),
    "de/staff/translations/<slug:code>/<slug:key>/take-back/": Door(PLANNERS, 405, 404),
    "de/staff/events/": Door(PLANNERS, 200, 405),
    "de/staff/events/<uuid:day_id>/": Door(PLANNERS, 404, 405),
    "de/staff/events/<uuid:day_id>/routes/": Door(PLANNERS, 405, 404),
    "de/staff/events/<uuid:day_id>/publish/": Door(PLANNERS, 405, 404),
    "de/staff/events/<uuid:day_id>/absent/": Door(PLANNERS, 405, 404),
    "de/staff/events/<uuid:day_id>/call-off/": Door(PLANNERS, 405, 404),
    "de/staff/events/<uuid:day_id>/lists.pdf": Door(PLANNERS, 404, 405),
    "de/staff/municipalities/": Door(TOWNS, 200, 405),
    "de/staff/municipalities/<slug:key>/": Door(TOWNS, 404, 405),
    "de/staff/municipalities/<slug:key>/<slug:part>/": Door(TOWNS, 404, 404),
    "de/staff/directory/": Door(PLANNERS, 200, 405),
    "de/staff/directory/decide/": Door(PLANNERS, 405, 404),
    "de/staff/directory/ask/": Door(PLANNERS, 405, 302),
    "de/staff/directory/tables/<slug:table>.csv": Door(PLANNERS, 404, 405),
    "de/staff/directory/tables.xlsx": Door(PLANNERS, 200, 405),
    "de/staff/directory/load/": Door(PLANNERS, 405, 422),
    "de/staff/directory/load/apply/": Door(PLANNERS, 405, 422),
    "de/staff/companies/": Door(PLANNERS, 200, 405),
    "de/staff/companies/<uuid:company_id>/<slug:act>/": Door(PLANNERS, 405, 404),
    "de/staff/consents/": Door(CARE, 200, 405),
    "de/staff/consents/ask/<uuid:person_id>/": Door(CLERKS, 404, 404),
    "de/staff/consents/law/<uuid:person_id>/": Door(CLERKS, 404, 404),
    "de/staff/consents/law/<uuid:grant_id>/end/": Door(CLERKS, 405, 404),
    "de/staff/consents/<uuid:consent_id>/": Door(CARE, 404, 405),
    "de/staff/consents/<uuid:consent_id>/renew/": Door(CLERKS, 405, 404),
    "de/staff/consents/<uuid:consent_id>/answer/": Door(CLERKS, 405, 404),
    "de/staff/consents/<uuid:consent_id>/withdraw/": Door(CARE, 405, 404),
    "de/staff/consents/<uuid:consent_id>/receipt.pdf": Door(CARE, 404, 405),
    "de/staff/consents/<uuid:consent_id>/receipt.json": Door(CARE, 404, 405),
    "de/staff/legal-bases/": Door(ALL, 200, 405),
    "de/staff/break-glass/": Door(BREAKERS, 200, 422),
    "de/staff/reviews/": Door(PROTECTION, 200, 405),
    "de/staff/reviews/<uuid:glass_id>/": Door(PROTECTION, 405, 404),
    "de/staff/trail/": Door(PROTECTION, 200, 405),
    "de/staff/trail/export.csv": Door(PROTECTION, 200, 405),
    "de/staff/users/": Door(ADMINISTRATOR, 200, 405),
    "de/staff/users/invite/": Door(ADMINISTRATOR, 200, 200),
    "de/staff/users/invitations/<uuid:invitation_id>/revoke/": Door(ADMINISTRATOR, 405, 404),
    "de/staff/users/remove/<uuid:user_id>/": Door(ADMINISTRATOR, 404, 404),
    "de/staff/retention/": Door(KEEPERS, 200, 405),
    "de/staff/retention/lists/": Door(KEEPERS, 405, 409),
    "de/staff/retention/lists/<uuid:list_id>/": Door(KEEPERS, 404, 405),
    "de/staff/retention/lists/<uuid:list_id>/sign/": Door(KEEPERS, 405, 404),
    "de/staff/holds/": Door(PROTECTION, 200, 422),
    "de/staff/holds/<uuid:hold_id>/lift/": Door(PROTECTION, 405, 404),
    "de/staff/users/<uuid:membership_id>/": Door(ADMINISTRATOR, 404, 404),
    "de/staff/users/<uuid:membership_id>/end/": Door(ADMINISTRATOR, 405, 404),
}
OWN = {
    "de/own/": Door(set(), 200, 405),
    "de/own/employer/": Door(set(), 200, 405),
    "de/own/employer/<uuid:employee_id>/": Door(set(), 404, 404),
    "de/own/employer/<uuid:employee_id>/answer/": Door(set(), 405, 404),
    "de/own/employer/<uuid:employee_id>/end/": Door(set(), 405, 404),
    "de/own/company/": Door(set(), 200, 405),
    "de/own/company/<uuid:company_id>/": Door(set(), 404, 405),
    "de/own/company/<uuid:company_id>/add/": Door(set(), 404, 404),
    "de/own/company/<uuid:company_id>/table/": Door(set(), 404, 404),
    "de/own/company/<uuid:company_id>/together/": Door(set(), 404, 404),
    "de/own/company/employees/<uuid:employee_id>/<slug:act>/": Door(set(), 405, 404),
    "de/own/company/groups/<uuid:group_id>/": Door(set(), 404, 404),
    "de/own/<uuid:person_id>/contact/": Door(set(), 404, 404),
    "de/own/consents/<uuid:consent_id>/": Door(set(), 404, 404),
    "de/own/consents/<uuid:consent_id>/withdraw/": Door(set(), 405, 404),
    "de/own/my-data.json": Door(set(), 200, 405),
    "de/own/my-data.pdf": Door(set(), 200, 405),
    "de/own/<uuid:person_id>/contact/code/": Door(set(), 404, 404),
    "de/own/<uuid:person_id>/language/": Door(set(), 405, 404),
    "de/own/<uuid:person_id>/no-phone/": Door(set(), 405, 404),
    "de/own/<uuid:person_id>/delete/": Door(set(), 404, 404),
    "de/own/<uuid:person_id>/delete/code/": Door(set(), 404, 404),
    "de/own/consents/<uuid:consent_id>/receipt.pdf": Door(set(), 404, 405),
    "de/own/consents/<uuid:consent_id>/receipt.json": Door(set(), 404, 405),
    "de/next-steps/<str:sealed>/keep/": Door(set(), 404, 404),
    "de/own/plan/<uuid:person_id>/": Door(set(), 404, 405),
    "de/own/plan/<uuid:person_id>/ask/<slug:page>/": Door(set(), 404, 404),
    "de/own/plan/<uuid:person_id>/tick/": Door(set(), 405, 404),
    "de/own/plan/<uuid:person_id>/forget/": Door(set(), 405, 404),
}
REFUSED_INSIDE = {"de/staff/break-glass/": 404}
"""Doors that are open to a wider circle than what lies behind them: what the others read there."""
BEGINS_ELSEWHERE = {("steering", "de/staff/", "GET"): 302}


def test_every_route_is_in_the_table_and_nothing_else() -> None:
    assert {where for where, _view in of_audience("staff")} == set(STAFF)
    assert {where for where, _view in of_audience("person")} == set(OWN)


def test_the_doors_of_the_policy_are_those_of_the_table(house: House) -> None:
    for where, view in of_audience("staff"):
        act, area = view.needs
        actors = [house.staff(role, WORKS_AT.get(role, "association")) for role in Role.values]
        let_in = {one.role for one in actors if may(one, act, Area(area), now=timezone.now()).allowed}
        assert let_in == set(STAFF[where].roles) or where in REFUSED_INSIDE, where


def answers(client: Client, where: str) -> Iterator[tuple[str, HttpResponse]]:
    """Asked for, and posted to with nothing in it."""
    yield "GET", client.get(address(where))  # type: ignore[misc]
    yield "POST", client.post(address(where))  # type: ignore[misc]


def shut_to(role: str) -> list[str]:
    """The doors of staff that this role does not come in by, whichever its office."""
    return [where for where, door in STAFF.items() if role not in door.roles]


@pytest.mark.parametrize("role", Role.values)
def test_a_role_comes_in_where_the_table_says(house: House, role: str) -> None:
    client = as_staff(house, role)
    for where, door in STAFF.items():
        for method, answer in answers(client, where) if role in door.roles else ():
            inside = door.get if method == "GET" else door.post
            expected = BEGINS_ELSEWHERE.get((role, where, method), inside)
            assert answer.status_code == expected, (role, method, where, answer.status_code)


@pytest.mark.parametrize("role", Role.values)
def test_a_role_is_refused_everywhere_else_and_each_refusal_is_an_event(house: House, role: str) -> None:
    client, before, shut = as_staff(house, role), rows_about_people(), shut_to(role)
    for where in shut:
        for answer in (client.get(address(where)), client.post(address(where), SAID)):  # type: ignore[misc]
            others = REFUSED_INSIDE.get(where, 403) if role in CARE else 403
            assert answer.status_code == others, (role, where, answer.status_code)
    assert rows_about_people() == before
    refused = AuditEvent._base_manager.filter(outcome="refused", role=role)
    assert refused.count() == 2 * len(shut) > 0


def test_nobody_comes_in_without_signing_in(house: House) -> None:
    for where in (*STAFF, *OWN):
        for method, answer in answers(Client(), where):
            if answer.status_code == 405 and where in OWN:
                continue  # the method is looked at before the door, which would read who is there
            assert answer.status_code == 302, (method, where)
            assert "sign-in" in answer["Location"]


def test_a_newcomers_code_opens_no_office(house: House) -> None:
    client = as_person("amal@mail.example")
    for where in STAFF:
        for method, answer in answers(client, where):
            assert answer.status_code == 403, (method, where)


def test_a_newcomer_comes_in_by_their_own_door(house: House) -> None:
    client = as_person("amal@mail.example")
    for where, door in OWN.items():
        for method, answer in answers(client, where):
            assert answer.status_code == (door.get if method == "GET" else door.post), (method, where)


@pytest.mark.parametrize("role", Role.values)
def test_staff_do_not_come_in_by_a_persons_door(house: House, role: str) -> None:
    client = as_staff(house, role)
    for where, door in OWN.items():
        for method, answer in answers(client, where):
            if answer.status_code == 405 == (door.get if method == "GET" else door.post):
                continue  # the method is looked at before the door, which would read who is there
            assert (answer.status_code, "/my/sign-in/" in answer["Location"]) == (302, True), (method, where)


def test_whoever_left_is_refused_at_the_next_request(house: House) -> None:
    client = as_staff(house, "advisor")
    assert client.get("/de/staff/").status_code == 200
    Membership.objects.update(ended_at=timezone.now())
    assert client.get("/de/staff/").status_code == 302


# What is somebody else's is as absent as what does not exist.

SAID = {
    "category": "work", "key": "planted", "value": "planted", "answer": "give", "language": "de", "purpose": "referral",
    "categories": ["identity"], "finding": "planted", "phone": "",
    "concern": "planted", "words": "planted", "result": "planted", "reason": "full", "outcome": "settled", "ask": "now",
}  # fmt: skip
"""Fills every form of the table."""
ROW_NUMBERS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|nonce-[\w+/=-]+|csrfmiddlewaretoken[^>]*>")


@dataclass(frozen=True)
class Foreign:
    """Ids of what belongs to Amal and offices that she dealt with; whoever asks here is none of them."""

    person_id: object
    consent_id: object
    glass_id: object
    case_id: object
    referral_id: object


@pytest.fixture
def foreign(house: House) -> Foreign:
    house.grant("jobcenter", "identity")
    consent = house.consent("jobcenter", "identity")
    clerk = house.staff("abh-clerk", "jobcenter")
    now = timezone.now()
    glass = BrokenGlass.objects.create(
        user_id=clerk.user, organization_id=clerk.organization, role=clerk.role, person=house.amal, broken_at=now,
        reason="she collapsed at the counter", until=now + timezone.timedelta(minutes=30), review_due=now.date(),
    )  # fmt: skip
    who = {"person": house.amal, "language": "ar"}
    case = Case.objects.create(organization_id=clerk.organization, concern="Kita", opened_at=now, **who)
    asked = Referral.objects.create(
        sender_id=clerk.organization, recipient=house.offices["association"], created_at=now, **who
    )
    return Foreign(house.amal.pk, consent.pk, glass.pk, case.pk, asked.pk)


def words_of(answer: HttpResponse) -> str:
    return ROW_NUMBERS.sub("", answer.content.decode())


def about_somebody(table: dict[str, Door]) -> list[str]:
    return [where for where in table if set(names_in(where)) & set(Foreign.__annotations__)]


def compared(client: Client, where: str, foreign: Foreign) -> None:
    """What is somebody else's, and what is nobody's, asked for and written to: the same answer, and an event."""
    before, events = rows_about_people(), AuditEvent._base_manager.filter(outcome="refused")
    ids = vars(foreign)
    for send in (client.get, lambda path: client.post(path, SAID)):
        left = events.count()
        theirs, nobodys = send(address(where, **ids)), send(address(where))
        assert theirs.status_code == nobodys.status_code in (403, 404, 405), (where, theirs.status_code)
        assert words_of(theirs) == words_of(nobodys), where
        assert events.count() == left + (0 if theirs.status_code == 405 else 2), where
    assert rows_about_people() == before, where


@pytest.mark.parametrize("role", sorted(ALL - PROTECTION))
def test_what_is_another_offices_is_as_absent_as_what_does_not_exist(house: House, foreign: Foreign, role: str) -> None:
    kind = "authority" if role == "jobcenter-clerk" else ""
    client = as_staff(house, role, kind or {"social-clerk": "municipality"}.get(role, "bank"))
    for where in about_somebody(STAFF):
        compared(client, where, foreign)


def test_data_protection_opens_no_file_and_no_consent(house: House, foreign: Foreign) -> None:
    client = as_staff(house, "data-protection")
    for where in about_somebody(STAFF):
        if "reviews" not in where:
            compared(client, where, foreign)


def test_what_is_another_persons_is_as_absent_as_what_does_not_exist(house: House, foreign: Foreign) -> None:
    client = as_person("other@mail.example")
    for where in about_somebody(OWN):
        compared(client, where, foreign)
