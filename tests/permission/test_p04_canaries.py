"""Whoever signs in, follows every link, and tries every address with everybody's ids reads their own words and none
else; and whatever they post about others changes nothing."""

import pytest

from eindach.accounts.models import Role
from eindach.booking.queries import manage_token

from .canaries import KINDS, Canaries, ids, office_of, words_in
from .crawl import Reader, is_shut, wheres
from .routes import address, names_in, of_audience
from .signed_in import as_person, as_staff
from .stage import rows_about_people
from .test_p03_every_route import shut_to

pytestmark = pytest.mark.django_db
SECOND = "authority"
"""Whose task is at a counter is tried at its usual office and at this one (the bank, where that is the usual one)."""
AT_COUNTERS = {Role.FRONT_DESK, Role.EXPERT, Role.ADVISOR, Role.ADVISOR_LEAD, Role.SOCIAL_CLERK, Role.PARTNER}
SAID = {
    "category": "work", "key": "planted", "value": "planted", "answer": "give", "language": "de", "purpose": "referral",
    "categories": ["identity"], "finding": "planted", "phone": "", "interpreter": "nobody",
}  # fmt: skip
"""Fills every form."""


def everybody() -> list[tuple[str, str]]:
    usual = [(role, office_of(role)) for role in Role.values]
    return [*usual, *((role, SECOND if kind != SECOND else "bank") for role, kind in usual if role in AT_COUNTERS)]


@pytest.mark.parametrize(("role", "kind"), everybody())
def test_staff_read_the_words_of_their_task_and_no_others(canaries: Canaries, role: str, kind: str) -> None:
    reader = Reader(as_staff(canaries.house, role, kind))
    reader.follow("/de/staff/")
    reader.search(*(f"canary{one}" for one in KINDS))
    at_the_usual_office = () if kind == office_of(role) else shut_to(role)  # the role decides, not where it works
    reader.try_every_address(canaries, "staff", "person", "demo", but=at_the_usual_office)
    allowed = canaries.allowed_to(role, kind)
    assert {one: at for one, at in reader.found.items() if one not in allowed} == {}
    assert allowed - reader.words == set()


@pytest.mark.parametrize(("role", "kind"), [(role, office_of(role)) for role in Role.values])
def test_what_staff_post_about_others_changes_nothing(canaries: Canaries, role: str, kind: str) -> None:
    """Where they come in; what they post at other doors: test_p03."""
    reader, before = Reader(as_staff(canaries.house, role, kind)), rows_about_people()
    shut = shut_to(role)
    for where in (one for one in wheres("staff", "person") if one not in shut):
        for whose in set(KINDS) - {kind} if not_theirs(where, role) else ():
            mine = ids(canaries, whose)
            said = SAID | {f"{mine['glass_id']}-finding": "planted", "recipient": canaries.house.offices[kind].pk}
            answer = reader.post(address(where, **mine), said)
            assert answer.status_code in (302, 403, 404, 405), where
            if is_shut(answer):
                break
    assert rows_about_people() == before
    assert reader.words <= canaries.allowed_to(role, kind)


def not_theirs(where: str, role: str) -> bool:
    """Routes that name somebody; not those where this role has the whole house to look after."""
    whole_house = {
        Role.ADMINISTRATOR: {"membership_id", "invitation_id"}, Role.PROTECTION: {"glass_id"},
        Role.COORDINATOR: {"day_id"},
        Role.FRONT_DESK: {"enquiry_id"}, Role.ADVISOR: {"enquiry_id"}, Role.ADVISOR_LEAD: {"enquiry_id"},
    }  # fmt: skip
    named = set(names_in(where))
    return bool(named) and not named & whole_house.get(Role(role), set())


@pytest.mark.parametrize("kind", ["bank", "association", "authority"])
def test_a_person_reads_their_own_words_but_not_the_notes(canaries: Canaries, kind: str) -> None:
    reader = Reader(as_person(canaries.people[kind].email))
    reader.follow("/de/own/", "/de/own/my-data.json")
    reader.try_every_address(canaries, "staff", "person", "demo")
    own = canaries.own(kind)
    assert {one: at for one, at in reader.found.items() if one not in own} == {}
    assert own - reader.words == set()


def test_what_a_person_posts_about_others_changes_nothing(canaries: Canaries) -> None:
    reader, before = Reader(as_person(canaries.people["bank"].email)), rows_about_people()
    for where, _view in of_audience("person"):
        for whose in set(KINDS) - {"bank"} if names_in(where) else ():
            assert reader.post(address(where, **ids(canaries, whose)), SAID).status_code in (404, 405), where
    assert rows_about_people() == before
    assert reader.words == set()


def test_who_knows_the_contact_or_the_number_of_a_stranger_learns_nothing(canaries: Canaries) -> None:
    client, person, plan = as_staff(canaries.house, "advisor"), canaries.people["bank"], canaries.plans["bank"]
    for known in (person.email, str(person.phone), plan.reference, f"/de/my/{manage_token(plan)}/", str(person.pk)):
        reader = Reader(client)
        reader.search(known)
        # What was typed may stand in the field; links of the page lead to what the office of the asking one knows.
        assert reader.words - canaries.allowed_to("advisor", office_of("advisor")) <= words_in(known), known
        assert str(person.pk) not in " ".join(reader.opened), known
