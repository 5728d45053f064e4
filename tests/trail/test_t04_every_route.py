"""Every route behind a secret link leaves an event of whoever opens it, and the test suite watches all others."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from eindach.accounts.models import Person
from eindach.accounts.subjects import subject_of
from eindach.booking.models import Itinerary
from eindach.booking.queries import manage_token
from eindach.companies.invitations import link
from eindach.companies.models import Company, Employee
from eindach.consent import trail
from eindach.consent.models import AuditEvent
from eindach.frontdesk.models import Visit
from eindach.frontdesk.visits import visit_of, visit_token
from eindach.kernel.actor import Actor, acting_as
from eindach.questions.links import sealed
from eindach.questions.models import Enquiry
from tests.booking_pages.stage import set_stage
from tests.cast import NOW
from tests.permission.routes import of_audience

from .watching import NOT_THEIRS, Watch, Watched

LINKED = sorted({route for route, _view in of_audience("link-holder")})


@pytest.fixture
def theirs(db: None) -> Itinerary:
    stage = set_stage()
    itinerary, forum = stage.booked(), stage.cast.forum_bank.counter.location
    visit_of(itinerary, forum, stage.days[0], now=timezone.now())
    _invited(itinerary)
    return itinerary


def _invited(itinerary: Itinerary) -> None:
    """By an employer, and they have accepted."""
    now = timezone.now()
    company = Company.objects.create(name="Werk", email="hr@werk.example", language="de", asked_at=now)
    Employee.objects.create(
        company=company, label="R. A.", arrives=now.date(), entered_at=now, invited_at=now, good_until=now,
        person=itinerary.person, accepted_at=now,
    )  # fmt: skip


def events() -> Iterator[tuple[str, str]]:
    return iter(AuditEvent._base_manager.order_by("chain", "number").values_list("act", "subject"))


def ask(client: Client, method: str, route: str, itinerary: Itinerary) -> HttpResponse:
    visit = Visit._base_manager.filter(itinerary=itinerary).first()
    token = visit_token(visit.pk) if visit and "here/" in route else manage_token(itinerary)
    address = "/" + route.replace("<str:token>", token).replace("<reference>", itinerary.reference)
    if "invited/" in route:
        address = link(Employee.objects.get(person=itinerary.person), "de").removeprefix(settings.PUBLIC_URL)
    said = {"Authorization": f"Bearer {manage_token(itinerary)}"}
    return client.generic(method, address, headers=said)  # type: ignore[return-value]


def test_there_are_routes_behind_the_link() -> None:
    assert len(LINKED) >= 10
    assert all("<" in route for route in LINKED)


@pytest.mark.parametrize("route", [one for one in LINKED if "ask/" not in one])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_opens_a_link_leaves_an_event(client: Client, theirs: Itinerary, route: str, method: str) -> None:
    answer = ask(client, method, route, theirs)
    looks = [subject for act, subject in events() if act == "read"]
    no_such_method = "api/" in route and method == "POST"
    assert looks == ([] if no_such_method else [subject_of(theirs.person_id)])
    assert answer.status_code < 500


@pytest.mark.parametrize("route", [one for one in LINKED if "ask/" in one])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_opens_their_question_leaves_an_event(
    client: Client, theirs: Itinerary, route: str, method: str
) -> None:
    asked = Enquiry.objects.create(name="Robin", phone="+492421123456", language="de", created_at=timezone.now())
    before = len(list(events()))
    answer = client.generic(method, "/" + route.replace("<str:sealed>", sealed(asked)))
    assert answer.status_code < 500
    assert len(list(events())) > before


@pytest.mark.parametrize("route", LINKED)
def test_a_wrong_link_opens_nothing_and_leaves_nothing(client: Client, theirs: Itinerary, route: str) -> None:
    before = len(list(events()))
    address = "/" + route.replace("<str:token>", "x" * 43).replace("<reference>", theirs.reference)
    assert client.get(address, headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert len(list(events())) == before


@pytest.mark.parametrize("who", ["staff", "person", "link-holder"])
def test_a_route_that_forgets_its_event_is_found(theirs: Itinerary, who: str) -> None:
    def forgetful(request: HttpRequest) -> HttpResponse:
        assert list(Person.objects.all())
        return HttpResponse()

    request = HttpRequest()
    request.resolver_match = SimpleNamespace(func=SimpleNamespace(audience=who, __module__="eindach.x"), route="x/")  # type: ignore
    with pytest.raises(AssertionError, match="accounts_person read without an event"):
        Watched(forgetful)(request)


def test_who_finds_nobody_has_read_nobody(theirs: Itinerary) -> None:
    watch = Watch()
    with connection.execute_wrapper(watch):
        assert not Person.objects.filter(name="Nobody")
        assert Person.objects.count() == 1
    assert watch.fault == ""


def test_a_guarded_table_is_watched_unless_it_is_said_why_not() -> None:
    assert {"accounts_person", "booking_itinerary", "consent_auditevent"} <= Watch()._watched
    assert all(NOT_THEIRS.values())


def test_an_event_about_a_page_is_none_of_the_person_who_was_read(theirs: Itinerary) -> None:
    watch = Watch()
    with connection.execute_wrapper(watch), acting_as(Actor(kind="program"), now=NOW):
        assert list(Person.objects.all())
        trail.record(act="read", kind="trail", basis="role")
        assert "without an event of theirs" in watch.fault
        trail.record(act="read", kind="person", person=theirs.person_id, basis="role")
    assert watch.fault == ""
