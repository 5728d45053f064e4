"""Whom a company may write to, and how often; who is told that a day is cancelled; nothing for a company that left."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.accounts.models import Person
from eindach.accounts.rates import Limit
from eindach.booking.operations import NotChangeable
from eindach.companies import entering, grouping
from eindach.companies.entering import TooMany, invite_again, remove
from eindach.companies.letters import write_invitation, write_off, write_proposal
from eindach.companies.models import Company, Employee, GroupVisit
from eindach.notifications.models import Message
from tests.permission.signed_in import as_person

from .conftest import PEOPLE, Firms, accepted, entry, expected
from .test_k01_days_together import held
from .test_k02_theirs import path


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("limit", ["A_DAY", "A_MONTH"])
def test_who_was_taken_off_again_counts_and_a_refused_table_does_not(
    firms: Firms, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(entering, limit, Limit(3, getattr(entering, limit).window))
    for one in expected(firms, *PEOPLE[:2]):
        remove(employee=one, now=firms.now)
    with pytest.raises(TooMany, match="very many"):
        expected(firms, *PEOPLE[2:])
    assert not Employee.objects.exists()
    (last,) = expected(firms, PEOPLE[2])
    with pytest.raises(TooMany):
        invite_again(employee=last, now=firms.now + timedelta(hours=2))
    assert len(expected_of_another(firms)) == 1


def expected_of_another(firms: Firms) -> list[Employee]:
    return entering.enter(company=firms.fabrik, entries=[entry(PEOPLE[3], firms.now)], now=firms.now)


@pytest.mark.usefixtures("english")
def test_nobody_is_written_to_again_and_again(firms: Firms, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entered, taken off and entered once more, invited again: here three letters, then the company talks to us."""
    monkeypatch.setattr(entering, "TO_ONE", Limit(3, entering.TO_ONE.window))
    (first,) = expected(firms, PEOPLE[0])
    remove(employee=first, now=firms.now)
    (again,) = expected(firms, PEOPLE[0])
    invite_again(employee=again, now=firms.now + timedelta(hours=2))
    with pytest.raises(TooMany, match="Jun Beispiel was invited several times"):
        invite_again(employee=again, now=firms.now + timedelta(days=1))
    remove(employee=again, now=firms.now)
    hr, said = as_person("hr@werk.example"), {"name": PEOPLE[0], "email": "jun@person.example", "language": "en"}
    answer = hr.post(path("add", firms.werk.pk), said | {"arrives": f"{firms.now:%Y-%m}", "adults": "1"})
    assert (answer.status_code, "Jun Beispiel was invited several times" in answer.content.decode()) == (422, True)


def test_who_was_just_invited_is_not_offered_to_be_invited_again(firms: Firms) -> None:
    (one,), hr = expected(firms, PEOPLE[0]), as_person("hr@werk.example")
    again = path("change", one.pk, "invite")
    assert again not in hr.get(path("company", firms.werk.pk)).content.decode()
    Employee.objects.update(invited_at=firms.now - timedelta(hours=2))
    assert again in hr.get(path("company", firms.werk.pk)).content.decode()
    assert hr.post(path("change", one.pk, "anything")).status_code == 404


@pytest.mark.parametrize("over", ["company ended", "taken off", "ended"])
def test_no_invitation_is_written_any_more(firms: Firms, over: str) -> None:
    (one,) = expected(firms, PEOPLE[0])
    assert one.invited_at
    said = {"employee_id": str(one.pk), "invited_at": one.invited_at.isoformat()}
    if over == "company ended":
        Company.objects.update(ended_at=firms.now)
    elif over == "taken off":
        remove(employee=one, now=firms.now)
    else:
        Employee.objects.update(ended_at=firms.now)
    write_invitation.func(**said)
    assert not Message.objects.filter(kind="employee-invited").exists()


def proposed_day(firms: Firms) -> GroupVisit:
    one, other = *accepted(firms, PEOPLE[0]), *accepted(firms, PEOPLE[1], book=False)
    group = held(firms, one, other)
    assert group
    return grouping.book(group=group, now=firms.now)


def test_whom_a_day_was_proposed_to_is_told_once_that_it_is_cancelled(firms: Firms) -> None:
    group = proposed_day(firms)
    told = group.members.get(proposed=True)
    Person.objects.filter(email="mira@person.example").update(language="de")
    write_off.func(member_id=told.pk)
    assert not Message.objects.filter(kind="employer-cancels").exists()
    grouping.cancel(group=group, now=firms.now)
    grouping.cancel(group=group, now=firms.now)
    assert ProcrastinateJob.objects.get(task_name="eindach.companies.letters.write_off").args == {"member_id": told.pk}
    for _time in range(2):
        write_off.func(member_id=told.pk)
        write_proposal.func(member_id=told.pk)
    letter = Message.objects.get(kind="employer-cancels")
    assert (letter.to, letter.language) == ("mira@person.example", "de")
    assert "Werk" in letter.text
    assert not Message.objects.filter(kind="employer-proposes").exists()


def test_a_day_that_only_those_wait_for_can_still_be_cancelled(firms: Firms) -> None:
    group = proposed_day(firms)
    Employee.objects.update(may_book=False)
    grouping.cancel(group=group, now=firms.now)
    group.refresh_from_db()
    assert group.cancelled_at


def test_a_day_is_over_by_the_clock_of_the_region(firms: Firms) -> None:
    """At half past midnight in Berlin it is the day before in UTC."""
    group = proposed_day(firms)
    night = datetime.combine(group.day, datetime.min.time(), ZoneInfo("Europe/Berlin")) + timedelta(minutes=30)
    assert (group.state(night), group.state(night + timedelta(days=1))) == ("booked", "over")
    with pytest.raises(NotChangeable):
        grouping.cancel(group=group, now=night)
