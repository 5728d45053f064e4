"""Who gives a paper comes before who asks for it: soft, on top of what must come first."""

from datetime import date

import pytest

from eindach.booking.models import Opening
from eindach.booking.operations import book
from eindach.booking.search import search
from eindach.guide.models import Matter, Step
from tests.cast import AMAL, DAYS, MONDAY, NOW, Cast, opening, wish

PAPER_OF = {"registration": "passport", "bank": "registration-proof", "residence": "photo"}


def gives(matter: Matter, *papers: str, **changes: object) -> None:
    """A step of the guide says so, as of the health insurer's certificate."""
    said = {"key": f"{matter.key}-gives", "icon": "home", "name": "-", "why": "-", "valid_from": date(2026, 1, 1)}
    Step.objects.create(
        **said | {"reviewed_on": date(2026, 1, 1), "topic": matter.topic, "matter": matter, "gives": papers} | changes
    )


def orders(*matters: str, **changes: object) -> set[tuple[str, ...]]:
    """In all plans."""
    return {tuple(p.matter.key for p in plan.appointments) for plan in search(wish(*matters, **changes), now=NOW).plans}


@pytest.mark.parametrize(("first", "then"), [("bank", "residence"), ("residence", "bank")])
def test_who_gives_a_paper_comes_before_who_asks_for_it(cast: Cast, first: str, then: str) -> None:
    gives(Matter.objects.get(key=first), PAPER_OF[then])
    assert orders("bank", "residence") == {(first, then)}
    assert orders("bank", "residence", start=MONDAY, until=MONDAY) == {(first, then)}
    assert orders(then) == {(then,)}  # nobody is told to add the other


def test_the_matter_itself_may_say_what_it_gives(cast: Cast) -> None:
    for matter, paper in ((cast.bank, "photo"), (cast.residence, "registration-proof")):
        Matter.objects.update(gives=[])
        Matter.objects.filter(pk=matter.pk).update(gives=[paper])
        assert {order[0] for order in orders("bank", "residence")} == {matter.key}


def test_what_is_to_be_brought_along_itself_orders_nothing(cast: Cast) -> None:
    """Who renews a permit brings the old one, and has it at the bank, too."""
    gives(cast.residence, "registration-proof")
    assert orders("bank", "residence") == {("residence", "bank")}
    cast.residence.services.get().required_documents.create(key="registration-proof", name="proof")
    assert orders("bank", "residence") == {("bank", "residence")}  # as without papers


def test_what_must_come_first_outranks_papers_and_papers_never_go_in_a_circle(cast: Cast) -> None:
    gives(cast.bank, "passport", "photo")  # the bank must come after registration, which asks for a passport
    cast.bank.services.get().required_documents.filter(key="passport").delete()
    gives(cast.residence, "registration-proof")
    found = orders("registration", "bank", "residence")
    assert found
    assert all(one.index("registration") < one.index("bank") for one in found)


def test_the_order_is_given_up_before_nothing_is_possible(cast: Cast) -> None:
    gives(cast.bank, "photo")
    Opening.objects.filter(calendar__in=[cast.office, cast.forum_bank]).delete()
    opening(cast.office, MONDAY, "9:00", "10:00")
    opening(cast.forum_bank, DAYS[1], "9:00", "10:00")
    assert orders("bank", "residence") == {("residence", "bank")}

    closed = search(wish("bank", "residence", max_days=1), now=NOW)
    assert [one.reason for one in closed.impossible] == ["never-together"]
    assert "before" not in closed.impossible[0].message  # the order is not what prevents it


def test_what_is_booked_stays_and_the_rest_is_still_in_order(cast: Cast) -> None:
    Opening.objects.all().delete()
    opening(cast.town_hall_1, MONDAY, "9:00", "9:45")  # shorter on site, but before the deed
    opening(cast.office, MONDAY, "10:00", "10:25")
    opening(cast.town_hall_1, DAYS[1], "9:00", "9:45")
    opening(cast.forum_bank, DAYS[1], "11:00", "11:30")
    asked = wish("bank", "residence")
    booked = book(offer=search(asked, now=NOW).plans[0].offer, contact=AMAL, key="k", now=NOW)
    gives(cast.bank, "photo")
    gives(cast.residence, "deed")
    cast.registration.services.get().required_documents.create(key="deed", name="deed")

    with_registration = wish("registration", "bank", "residence")
    plans = search(with_registration, now=NOW, moving=booked, pinned=["bank", "residence"]).plans
    assert {tuple(p.matter.key for p in plan.appointments) for plan in plans} == {("residence", "registration", "bank")}
