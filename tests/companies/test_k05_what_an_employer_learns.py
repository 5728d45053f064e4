"""Of who says no their employer learns nothing, however it asks; who says yes sees that it looked."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from eindach.accounts.acting import acting
from eindach.accounts.subjects import subject_of
from eindach.booking import operations as booking
from eindach.booking.models import Appointment, Opening
from eindach.booking.operations import Contact
from eindach.booking.search import search
from eindach.companies.models import Company, Employee
from eindach.consent.models import AuditEvent
from eindach.guide.models import Matter
from eindach.kernel.actor import Actor
from tests.permission.signed_in import as_person

from .conftest import PEOPLE, Firms, accepted, days
from .test_k01_days_together import held
from .test_k02_theirs import contact_of, path

NEW_EACH_TIME = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"')
HR = "hr@werk.example"


def nothing(_firms: Firms, _one: Employee) -> None:
    """They have not begun."""


def booked(firms: Firms, one: Employee, matter: str = "registration") -> None:
    """By themselves, on the second day."""
    assert one.person
    last = firms.stage.days[1]
    wish = firms.stage.wish(matter, start=last, until=last)
    contact = Contact(one.person.name, one.person.email, "", "en")
    booking.book(offer=search(wish, now=firms.now).plans[0].offer, contact=contact, key=uuid4().hex, now=firms.now)


def done(firms: Firms, one: Employee) -> None:
    booked(firms, one)
    Appointment.objects.filter(person=one.person).update(status=Appointment.Status.FULFILLED)


FAR: list[Callable[[Firms, Employee], None]] = [nothing, booked, done]


def page(hr: Client, address: str, query: str = "") -> str:
    answer = hr.get(address + query)
    assert answer.status_code == 200
    return NEW_EACH_TIME.sub("", answer.content.decode())


def found(firms: Firms, *people: Employee) -> str:
    first, last = days(firms)
    return "?" + "&".join([*(f"who={one.pk}" for one in people), f"first={first}", f"last={last}"])


def alone(_firms: Firms) -> None:
    """With somebody who lets it be seen."""


def among_invented(firms: Firms) -> None:
    accepted(firms, "Anna Erfunden", "Berta Erfunden", "Cora Erfunden", "Dora Erfunden")


def one_has_left(firms: Firms) -> None:
    Employee.objects.filter(label="Anna E.").update(may_book=False, ended_at=firms.now)


def test_who_says_no_may_be_as_far_as_they_like_the_page_stays_the_same(firms: Firms) -> None:
    """In every company: what an employer reads before and after somebody comes or goes differs by them alone."""
    one, _shown = *accepted(firms, PEOPLE[0]), *accepted(firms, PEOPLE[1], see=True)
    hr = as_person(HR)
    for company in (alone, among_invented, one_has_left):
        company(firms)
        read = set()
        for far in FAR:
            Appointment.objects.all().delete()
            far(firms, one)
            read.add(page(hr, path("company", firms.werk.pk)))
        assert len(read) == 1, company


def test_who_says_no_is_never_said_to_have_nothing_left(firms: Firms) -> None:
    """Nothing left, or no day that fits: their employer reads the same, of one and of several."""
    one, other = *accepted(firms, PEOPLE[0]), *accepted(firms, PEOPLE[1], see=True)
    hr, together = as_person(HR), path("together", firms.werk.pk)
    done(firms, one)
    nothing_left = [page(hr, together, found(firms, *who)) for who in ((one,), (one, other))]
    Appointment.objects.all().delete()
    firms.stage.cast.town_hall_1.openings.all().delete()
    firms.stage.cast.town_hall_2.openings.all().delete()
    no_day = [page(hr, together, found(firms, *who)) for who in ((one,), (one, other))]
    assert nothing_left == no_day
    assert "No day fits everybody" in no_day[0]


def test_what_a_day_leaves_is_said_only_where_all_of_them_let_it_be_seen(firms: Firms) -> None:
    Matter.objects.create(key="school", name={"de": "Schule"}, minutes=20, topic=firms.stage.cast.bank.topic)
    wanted = ("registration", "school")
    secret, shown = (
        *accepted(firms, PEOPLE[0], matters=wanted),
        *accepted(firms, PEOPLE[1], see=True, matters=wanted),
    )
    hr, together = as_person(HR), path("together", firms.werk.pk)
    read = [page(hr, together, found(firms, *who)) for who in ((shown,), (secret,), (shown, secret))]
    assert ["Keep this day" in one for one in read] == [True, True, True]
    assert ["left for another day" in one for one in read] == [True, False, False]


def test_a_day_is_planned_around_what_somebody_has_booked_themselves(firms: Firms) -> None:
    """Or the employer would read, when it books, that they have an appointment at that time."""
    (one,) = accepted(firms, PEOPLE[0], matters=("registration", "residence"))
    booked(firms, one, "residence")
    hers = Appointment.objects.get().during
    for counter in (firms.stage.cast.town_hall_1, firms.stage.cast.town_hall_2):
        counter.openings.all().delete()
    Opening.objects.create(
        calendar=counter, during=(hers.lower, hers.upper), languages=["de", "en"],
        services=[one.pk for one in counter.services.all()],
    )  # fmt: skip
    assert "No day fits everybody" in page(as_person(HR), path("together", firms.werk.pk), found(firms, one))


def looks(of: Employee) -> list[tuple[str, str]]:
    assert of.person_id
    rows = AuditEvent._base_manager.filter(subject=subject_of(of.person_id), basis__startswith="employer:")
    return list(rows.order_by("number").values_list("actor_kind", "act"))


@pytest.mark.parametrize("see", [True, False])
def test_whose_numbers_are_shown_leaves_a_look_and_of_others_there_is_none(firms: Firms, see: bool) -> None:
    people = accepted(firms, *PEOPLE[:2], see=see)
    as_person(HR).get(path("company", firms.werk.pk))
    assert [looks(one) for one in people] == [[("person", "read")] * see] * 2


def test_whose_times_are_shown_leaves_a_look_and_of_whom_a_day_is_proposed_to_there_is_none(firms: Firms) -> None:
    one, other = *accepted(firms, PEOPLE[0]), *accepted(firms, PEOPLE[1], book=False)
    hr, group = as_person(HR), held(firms, one, other)
    assert group
    hr.get(path("together", firms.werk.pk) + found(firms, one, other))
    hr.get(path("group", group.pk))
    assert (looks(one), looks(other)) == ([("person", "read")] * 2, [])


def test_the_person_sees_at_their_own_door_that_their_employer_looked_and_booked(firms: Firms) -> None:
    one, _other = accepted(firms, *PEOPLE[:2], see=True)
    hr, group = as_person(HR), held(firms, one)
    assert group
    for _time in range(2):
        hr.get(path("company", firms.werk.pk))
    hr.post(path("group", group.pk), {"act": "book"})
    lines = as_person("jun@person.example").get("/en/own/").context["doors"][0].looks.lines
    told = {(line.by_employer, line.organization, line.sort, line.count, *line.reasons) for line in lines}
    assert told == {(True, "Werk", "looked", 2, "You allowed it"), (True, "Werk", "booked", 1, "You allowed it")}
    door = as_person("mira@person.example").get("/en/own/").content.decode()
    assert "Your employer <bdi>Werk</bdi>" in door
    assert "Your employer" not in as_person(HR).get("/en/own/").content.decode()


def test_who_looks_for_a_company_may_read_no_trail_but_their_own_and_its_people_no_company(firms: Firms) -> None:
    (one,) = accepted(firms, PEOPLE[0], see=True)
    as_person(HR).get(path("company", firms.werk.pk))
    with acting(contact_of(firms.werk), now=firms.now):
        mine = {subject_of(person) for person in contact_of(firms.werk).persons}
        assert set(AuditEvent._base_manager.values_list("subject", flat=True)) <= mine
    assert one.person_id
    with acting(Actor(kind="person", persons=(one.person_id,)), now=firms.now):
        assert looks(one)
        assert not Company._base_manager.exists()
