"""What to bring: common papers once, and nothing one only gets on the way."""

import pytest

from eindach.booking.papers import papers
from eindach.booking.search import search
from eindach.directory.models import RequiredDocument
from tests.cast import NOW, Cast, wish


def test_a_paper_of_two_appointments_is_named_once(cast: Cast) -> None:
    found = papers(search(wish(), now=NOW).plans[0].appointments)
    assert [paper.key for paper in found.always] == ["passport"]
    assert [[paper.key for paper in one] for one in found.extra] == [[], ["registration-proof"]]


@pytest.mark.usefixtures("english")
def test_a_paper_one_gets_earlier_that_day_is_not_to_be_brought(cast: Cast) -> None:
    cast.registration.gives = ["registration-proof"]
    cast.registration.save()
    plan = search(wish(), now=NOW).plans[0]

    (proof,) = papers(plan.appointments).extra[1]
    assert proof.got
    assert f"{plan.appointments[0].start:%-H:%M}" in proof.note


def test_a_change_of_the_papers_is_seen_at_once(cast: Cast) -> None:
    papers(search(wish("bank"), now=NOW).plans[0].appointments)
    RequiredDocument.objects.filter(key="registration-proof").delete()
    found = papers(search(wish("bank"), now=NOW).plans[0].appointments)
    assert [paper.key for one in found.extra for paper in one] == ["passport"]
