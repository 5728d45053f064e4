"""What happens to a booking is in the trail, in order, once, in the transaction of the act; and no value is in it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eindach.accounts.subjects import subject_of
from eindach.booking import operations as act
from eindach.booking.documents.letters import Occasion, letter
from eindach.booking.models import Appointment, Itinerary, Proposal
from eindach.booking.operations import Contact
from eindach.booking.queries import planned
from eindach.booking.search import search
from eindach.consent import trail
from eindach.consent.models import AuditEvent
from eindach.kernel.spans import Span
from eindach.questions.models import Enquiry
from tests.cast import AMAL, NOW, OLENA, Cast, make_cast, wish

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def booked(contact: Contact = AMAL, key: str = "key") -> Itinerary:
    offer = search(wish(), now=NOW).plans[0].offer
    return act.book(offer=offer, contact=contact, key=key, now=NOW)


def happened(itinerary: Itinerary) -> list[str]:
    """Acts on this person's bookings; events of a moment are in the order of their chain."""
    found = AuditEvent._base_manager.filter(subject=subject_of(itinerary.person_id), outcome="done")
    return list(found.order_by("chain", "number").values_list("act", flat=True))


def test_booking_is_an_event_of_the_person(cast: Cast) -> None:
    ours = booked()
    event = AuditEvent._base_manager.get()
    assert (event.act, event.kind, event.object) == ("book", "booking", str(ours.pk))
    assert (event.subject, event.actor_kind) == (subject_of(ours.person_id), "program")
    assert event.fields == ["appointments", "contact", "identity"]


def test_a_hold_is_nobody_s_until_it_is_confirmed(cast: Cast) -> None:
    held = act.hold(offer=search(wish(), now=NOW).plans[0].offer, language="de", now=NOW)
    assert not AuditEvent._base_manager.exists()
    assert happened(act.confirm(itinerary=held, contact=AMAL, now=NOW)) == ["book"]


def test_twice_the_same_request_is_booked_once_and_read_once(cast: Cast) -> None:
    offer = search(wish(), now=NOW).plans[0].offer
    ours = act.book(offer=offer, contact=AMAL, key="k", now=NOW)
    act.book(offer=offer, contact=AMAL, key="k", now=LATER)
    assert happened(ours) == ["book", "read"]


def test_moving_and_cancelling(cast: Cast) -> None:
    ours = booked()
    other = [plan for plan in search(wish(), now=NOW, moving=ours).plans if plan != planned(ours)][-1]
    act.move(itinerary=ours, offer=other.offer, now=LATER)
    act.want_earlier(itinerary=ours, wants=True, now=LATER)
    act.cancel(itinerary=ours, now=LATER)
    act.cancel(itinerary=ours, now=LATER)  # changes nothing
    assert happened(ours) == ["book", "move", "write", "cancel"]


def closed(cast: Cast) -> tuple[Itinerary, Proposal]:
    ours = booked()
    first = planned(ours).appointments[0]  # type: ignore[union-attr]
    act.close(calendars=[cast.town_hall_1, cast.town_hall_2], during=_day(first.start), now=NOW)
    proposal = act.propose(itinerary=ours, cause=Proposal.Cause.CLOSURE, now=NOW)
    assert proposal is not None
    return ours, proposal


def _day(start: datetime) -> Span:
    return Span(start.replace(hour=0), start.replace(hour=23))


def test_a_closure_a_proposal_and_its_acceptance(cast: Cast) -> None:
    ours, proposal = closed(cast)
    act.accept(proposal=proposal, now=LATER)
    assert happened(ours) == ["book", "displace", "propose", "accept"]


def test_a_proposal_that_is_declined(cast: Cast) -> None:
    ours, proposal = closed(cast)
    act.decline(proposal=proposal, now=LATER)
    assert happened(ours)[-1] == "decline"


def test_a_closure_leaves_one_event_for_each_it_displaces(cast: Cast) -> None:
    both = booked(), booked(OLENA, "other")
    day = _day(planned(both[0]).appointments[0].start)  # type: ignore[union-attr]
    act.close(calendars=[cast.town_hall_1, cast.town_hall_2, cast.forum_bank], during=day, now=NOW)
    assert [happened(one) for one in both] == [["book", "displace"]] * 2


def test_a_letter_is_an_event_once(cast: Cast) -> None:
    ours = booked()
    for _again in range(2):
        letter(Occasion("booked", ours, ours.sequence), now=LATER)
    assert happened(ours) == ["book", "write"]
    assert AuditEvent._base_manager.get(act="write").kind == "letter"


@pytest.mark.parametrize("fails", ["the event", "the act"])
def test_a_crash_between_act_and_event_leaves_neither(cast: Cast, monkeypatch, fails: str) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(*{"the event": (trail, "_write"), "the act": (trail, "_refuse_values")}[fails], crash)
    with pytest.raises(RuntimeError):
        booked()
    assert not AuditEvent._base_manager.exists()
    assert not Itinerary.objects.exists()
    assert not Appointment.objects.exists()


def test_what_fails_after_its_event_takes_it_back(cast: Cast) -> None:
    with transaction.atomic():
        booked()
        assert AuditEvent._base_manager.exists()
        transaction.set_rollback(True)
    assert not AuditEvent._base_manager.exists()


def test_who_wants_to_be_called_back_is_an_event_without_their_words(cast: Cast, client: Client) -> None:
    said = {"name": "Amal Beispiel", "phone": "0176 12345678", "language": "ar", "best_time": "any", "concern": "Bank"}
    assert client.post("/de/call-me-back/", said).status_code == 302
    event = AuditEvent._base_manager.get()
    assert (event.act, event.kind, event.object) == ("ask", "enquiry", str(Enquiry.objects.get().pk))
    assert event.actor_kind == "public"


def test_looking_into_the_outbox_of_the_demonstration_is_an_event(cast: Cast, client: Client, settings) -> None:
    settings.DEMO = True
    assert client.get("/de/outbox/").status_code == 200
    assert AuditEvent._base_manager.get().kind == "letter"


NAME = (
    st.text(st.characters(categories=["L", "Zs"]), min_size=6, max_size=30).map(str.strip).filter(lambda x: len(x) > 5)
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAME, box=st.from_regex(r"[a-z]{8,12}", fullmatch=True), phone=st.integers(10**8, 10**9 - 1))
def test_no_value_of_anybody_is_in_the_trail(cast: Cast, name: str, box: str, phone: int) -> None:
    with transaction.atomic():
        ours = booked(Contact(name, f"{box}@mail.example", f"+4917{phone}", "ar"), key=name)
        letter(Occasion("booked", ours, ours.sequence), now=LATER)
        act.cancel(itinerary=ours, now=LATER)
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(e::text, ' ') FROM consent_auditevent e")
            written = str(cursor.fetchone()[0])
        transaction.set_rollback(True)
    assert written.count(subject_of(ours.person_id)) == 3
    for value in (name, box, str(phone), ours.reference, str(ours.person_id)):
        assert value not in written


VALUES = st.one_of(
    st.emails(), st.text(min_size=1).filter(lambda text: not text.isascii() or " " in text), st.just("Amal"),
    st.just("+49176123456"), st.just("k7f"), st.dates().map(str),
)  # fmt: skip


@pytest.mark.parametrize("place", ["act", "kind", "fields"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUES)
def test_what_is_no_name_is_refused(db: None, place: str, value: str) -> None:
    said = {"act": "read", "kind": "person", "fields": ["identity"]}
    value = "an e-mail" if place != "fields" and value == "k7f" else value
    with pytest.raises(ValueError, match=r"names|fields"):
        trail.record(**(said | {place: [value] if place == "fields" else value}), now=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("place", ["object", "basis"])
@pytest.mark.parametrize("value", ["amal@mail.example", "Müller", "Amal\nBeispiel", "x" * 301])
def test_an_object_is_an_id_and_a_basis_a_key(db: None, place: str, value: str) -> None:
    said = {"act": "read", "kind": "person", place: value}
    with pytest.raises(ValueError, match=place):
        trail.record(**said, now=NOW)  # type: ignore[arg-type]
