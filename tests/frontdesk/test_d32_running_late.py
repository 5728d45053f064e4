"""Running late: little days drawn in a line each. Who cannot be in time anywhere hears of another time before."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone, translation

from eindach.booking.models import Appointment, Counter, Opening
from eindach.booking.operations import SlotTaken, book
from eindach.booking.search import search
from eindach.booking.shifting import Shift, shift
from eindach.frontdesk import late
from eindach.frontdesk.calling import begin, call_next, call_this, finish
from eindach.frontdesk.desks import close_desk, pause_desk
from eindach.frontdesk.expecting import expect
from eindach.frontdesk.faults import NotNow
from eindach.frontdesk.house import compute
from eindach.frontdesk.house_rows import read
from eindach.frontdesk.late import behind, refresh
from eindach.frontdesk.models import Desk, Remedy, Step, Stop, Visit
from eindach.frontdesk.remedies import decline_remedy, take_remedy
from eindach.frontdesk.visits import arrive, visit_of, visit_token
from tests.cast import DAYS, MONDAY, OLENA, ZONE, at, openings, span, wish
from tests.frontdesk.day import Day, stop_of
from tests.frontdesk.staff import PAGE, desk_of, press, sits_at


def clock(text: str) -> datetime:
    return at(MONDAY, text)


class Little:
    """Amal: insurance at 9:05 (20 minutes), then the bank at 9:30 (30 minutes), which is open until `closes`."""

    def __init__(self, day: Day, closes: str = "12:00") -> None:
        self.day = day
        Opening.objects.all().delete()
        openings(day.insurer.calendar, [(one, "9:00", "12:00") for one in DAYS], ["de", "ar"])
        openings(day.bank_1.calendar, [(MONDAY, "9:30", closes), (DAYS[1], "9:00", "12:00")], ["de"])
        self.visit = day.amal_comes(clock("8:55"))
        self.insurer, self.bank = day.desk(day.insurer), day.desk(day.bank_1)

    @property
    def stop(self) -> Stop:
        return stop_of(self.visit, self.day.bank)

    def sits_until(self, begun: str) -> None:
        """Called and begun at the insurer then; not finished."""
        call_next(desk=self.insurer, now=clock(begun))
        begin(desk=self.insurer, now=clock(begun))

    def remedy(self, now: str) -> Remedy | None:
        refresh(self.day.forum.pk, now=clock(now))
        return Remedy.objects.filter(answer="").first()


@pytest.fixture
def little(day: Day) -> Little:
    return Little(day)


def test_the_morning_is_as_it_is_said(little: Little) -> None:
    insurance = stop_of(little.visit, little.day.insurance)
    assert (insurance.planned_at, little.stop.planned_at) == (clock("9:05"), clock("9:30"))


def test_in_time_nothing_is_proposed(little: Little) -> None:
    little.sits_until("9:00")
    assert little.remedy("9:10") is None


def test_five_minutes_are_not_worth_a_word(little: Little) -> None:
    little.sits_until("9:10")  # until 9:30, two minutes on foot
    assert little.remedy("9:20") is None


def test_two_looks_at_the_same_time_propose_it_once(little: Little, monkeypatch: pytest.MonkeyPatch) -> None:
    find = late.best_remedy

    def while_somebody_else_looks(*asked: object) -> object:
        monkeypatch.setattr(late, "best_remedy", find)
        refresh(little.day.forum.pk, now=clock("9:30"))
        return find(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(late, "best_remedy", while_somebody_else_looks)
    little.sits_until("9:25")
    assert little.remedy("9:30") == Remedy.objects.get()


def test_the_same_counter_a_little_later(little: Little) -> None:
    little.sits_until("9:25")  # until 9:45: there at 9:47
    remedy = little.remedy("9:30")
    assert remedy is not None
    assert (remedy.way, remedy.counter, remedy.start) == ("later", little.day.bank_1, clock("9:50"))
    assert remedy.late_minutes == 17


def test_another_day_when_the_door_closes_before(day: Day) -> None:
    little = Little(day, closes="10:00")
    little.sits_until("9:40")  # until 10:00
    remedy = little.remedy("9:45")
    assert remedy is not None
    assert (remedy.way, remedy.start.date()) == ("other-day", DAYS[1])


def test_the_two_change_places_where_only_that_fits(day: Day) -> None:
    """The bank serves somebody until 9:20 and closes at 10:00; the insurer comes at 9:15."""
    little = Little(day, closes="10:00")
    openings(day.bank_1.calendar, [(MONDAY, "9:00", "9:30")], ["de"])
    other = stop_of(day.walks_in(day.bank, now=clock("8:50")), day.bank)
    call_this(desk=little.bank, stop=other, now=clock("8:50"))
    begin(desk=little.bank, now=clock("8:50"))
    pause_desk(desk=little.insurer, why="meeting", back_at=clock("9:15"), now=clock("8:58"))
    remedy = little.remedy("9:00")
    assert remedy is not None
    assert (remedy.way, remedy.start, remedy.other_start) == ("swap", clock("9:30"), clock("10:05"))


def test_late_is_better_than_another_day(day: Day) -> None:
    """Nothing is free any more, but who comes before the door closes is called first."""
    little = Little(day, closes="10:00")
    little.sits_until("9:25")
    assert little.remedy("9:30") is None


def test_taken_the_appointment_and_the_stop_move_together(little: Little) -> None:
    little.sits_until("9:25")
    remedy = little.remedy("9:30")
    assert remedy
    take_remedy(remedy, now=clock("9:31"))
    stop = little.stop
    assert (stop.planned_at, stop.promised) == (clock("9:50"), True)
    assert stop.appointment
    assert (stop.appointment.during.lower, stop.appointment.status) == (clock("9:50"), "arrived")
    assert Appointment.objects.filter(matter=little.day.bank, live=True).count() == 1
    assert Step.objects.filter(act="moved", stop=stop).count() == 1
    assert little.remedy("9:32") is None


def test_taken_twice_it_moves_once(little: Little) -> None:
    little.sits_until("9:25")
    remedy = little.remedy("9:30")
    assert remedy
    take_remedy(remedy, now=clock("9:31"))
    with pytest.raises(NotNow):
        take_remedy(remedy, now=clock("9:31"))
    with pytest.raises(NotNow):
        decline_remedy(remedy, now=clock("9:31"))


def test_another_day_leaves_the_visit(day: Day) -> None:
    little = Little(day, closes="10:00")
    little.sits_until("9:40")  # until 10:00
    remedy = little.remedy("9:45")
    assert remedy
    take_remedy(remedy, now=clock("9:46"))
    stop = Stop.objects.get(visit=little.visit, matter=day.bank)
    assert (stop.status, stop.appointment) == ("moved", None)
    (new,) = Appointment.objects.filter(matter=day.bank, live=True)
    assert (new.during.lower.date(), new.status) == (DAYS[1], "booked")
    finish(desk=little.insurer, outcome="settled", now=clock("9:55"))
    assert Visit.objects.get(pk=little.visit.pk).state == "left"


def test_declined_nobody_asks_again(little: Little) -> None:
    little.sits_until("9:25")
    remedy = little.remedy("9:30")
    assert remedy
    decline_remedy(remedy, now=clock("9:31"))
    assert little.remedy("9:35") is None
    assert little.stop.planned_at == clock("9:30")


def test_a_proposal_stands_while_nothing_is_much_better(little: Little) -> None:
    little.sits_until("9:25")
    first = little.remedy("9:30")
    assert [little.remedy(now) for now in ("9:31", "9:35", "9:40")] == [first] * 3


def test_what_cannot_be_kept_any_more_is_replaced(little: Little) -> None:
    little.sits_until("9:25")
    first, second = little.remedy("9:30"), little.remedy("9:55")
    assert first
    assert second
    assert first != second
    assert (Remedy.objects.get(pk=first.pk).answer, second.start > clock("9:55")) == ("over", True)


def test_when_all_is_well_again_it_ends(little: Little) -> None:
    little.sits_until("9:25")
    assert little.remedy("9:30")
    finish(desk=little.insurer, outcome="settled", now=clock("9:31"))
    assert little.remedy("9:31") is None


def test_who_stands_before_a_slow_counter_is_next_there(little: Little) -> None:
    other = stop_of(little.day.walks_in(little.day.bank, now=clock("8:50")), little.day.bank)
    little.sits_until("8:58")
    finish(desk=little.insurer, outcome="settled", now=clock("9:15"))
    call_this(desk=little.bank, stop=other, now=clock("9:10"))
    begin(desk=little.bank, now=clock("9:10"))
    assert little.remedy("9:37") is None


def test_a_desk_that_nobody_has_opened_yet_may_be_opened_any_minute(little: Little) -> None:
    openings(little.day.bank_1.calendar, [(MONDAY, "9:00", "9:30")], ["de"])
    close_desk(desk=little.bank, now=clock("8:56"))
    little.sits_until("9:00")
    assert little.remedy("9:06") is None


def test_nobody_is_sent_where_nobody_works(day: Day) -> None:
    little = Little(day, closes="10:00")
    openings(day.bank_2.calendar, [(MONDAY, "9:00", "12:00")], ["de"])
    little.sits_until("9:25")
    assert little.remedy("9:30") is None
    desk = day.desk(day.bank_2, clock("9:30"))
    remedy = little.remedy("9:31")
    assert remedy
    assert remedy.counter == desk.counter


def test_a_place_that_somebody_else_took_is_proposed_to_nobody(little: Little) -> None:
    little.sits_until("9:25")
    first, now = little.remedy("9:30"), clock("9:30")
    asked = wish("bank", until=MONDAY, windows=(span(MONDAY, "10:00", "10:30"),))
    book(offer=search(asked, now=now).plans[0].offer, contact=OLENA, key="faster", now=now)
    second = little.remedy("9:32")
    assert first
    assert second
    assert (Remedy.objects.get(pk=first.pk).answer, second.start) == ("over", clock("10:30"))
    take_remedy(second, now=clock("9:33"))
    assert little.stop.planned_at == clock("10:30")


def test_whose_only_matter_moves_to_another_day_goes_home(day: Day) -> None:
    little = Little(day, closes="10:00")
    little.sits_until("9:40")
    remedy = little.remedy("9:45")
    assert remedy
    finish(desk=little.insurer, outcome="settled", now=clock("9:46"))
    take_remedy(remedy, now=clock("9:47"))
    assert compute(day.forum.pk, now=clock("9:48")).standings[little.visit.pk].state == "left"


def test_who_said_no_is_asked_once_more_before_the_door_closes(little: Little) -> None:
    little.sits_until("9:25")
    remedy = little.remedy("9:30")
    assert remedy
    decline_remedy(remedy, now=clock("9:31"))
    Opening.objects.filter(calendar=little.day.bank_1.calendar, during__contains=clock("9:30")).update(
        during=(clock("9:30"), clock("9:45"))
    )
    again = little.remedy("9:35")
    assert again
    assert again.way == "other-day"
    decline_remedy(again, now=clock("9:36"))
    assert little.remedy("9:37") is None


def test_who_comes_late_or_not_at_all_is_no_delay_of_the_counter(day: Day) -> None:
    visit = visit_of(day.amal_books(), day.forum, MONDAY, now=clock("8:55"))
    desk = day.desk(day.insurer)
    for now, act in (("9:20", None), ("9:25", arrive)):
        if act:
            act(visit, now=clock(now))
        rows = read(day.forum.pk, now=clock(now))
        assert behind(rows, expect(rows), desk.counter_id) == 0


def test_by_how_much_a_counter_is_behind(little: Little) -> None:
    pause_desk(desk=little.insurer, why="break", back_at=clock("9:17"), now=clock("8:59"))
    call_next(desk=little.bank, now=clock("8:59"))  # she is at the other counter first
    rows = read(little.day.forum.pk, now=clock("8:59"))
    assert behind(rows, expect(rows), little.day.insurer.pk) == 26  # at the bank until 9:29, two minutes on foot
    assert behind(rows, expect(rows), little.day.bank_1.pk) == 0


def test_who_is_not_in_the_house_hears_nothing(day: Day) -> None:
    little = Little(day)
    Visit.objects.filter(pk=little.visit.pk).update(arrived_at=None)
    Desk.objects.update(closed_at=clock("9:00"))
    assert little.remedy("9:40") is None


# Where it is read and answered.


@pytest.fixture
def half_past(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages ask the clock, as people do: at half past nine."""
    monkeypatch.setattr(timezone, "now", lambda: clock("9:30"))
    yield
    translation.deactivate()


def test_the_visitor_is_asked_on_the_phone_and_says_yes(client: Client, little: Little, half_past: None) -> None:
    little.sits_until("9:25")
    remedy = little.remedy("9:30")
    assert remedy
    link = f"/en/here/{visit_token(little.visit.pk)}/"
    assert "New: 9:50, Counter k." in client.get(link).content.decode()
    client.post(f"{link}other-time/", {"remedy": remedy.pk, "answer": "yes"})
    assert little.stop.planned_at == clock("9:50")
    assert "New: 9:50" not in client.get(link).content.decode()
    assert client.post(f"{link}other-time/", {"remedy": remedy.pk, "answer": "no"})["Location"].endswith("?too-late")


def test_nobody_answers_for_somebody_else(client: Client, little: Little, half_past: None) -> None:
    little.sits_until("9:25")
    remedy = little.remedy("9:30")
    assert remedy
    other = little.day.walks_in(little.day.bank, now=clock("9:20"))
    client.post(f"/en/here/{visit_token(other.pk)}/other-time/", {"remedy": remedy.pk, "answer": "yes"})
    assert Remedy.objects.get().answer == ""


def test_the_counter_they_are_at_takes_it_for_them(little: Little, half_past: None) -> None:
    Desk.objects.filter(pk=little.insurer.pk).update(closed_at=clock("9:01"))
    expert = sits_at(little.day.insurer)
    little.insurer = desk_of(little.day.insurer)
    little.sits_until("9:25")
    remedy = little.remedy("9:30")
    assert remedy
    seen = expert.get(PAGE).content.decode()
    assert "can no longer be at Counter k at 9:30" in seen
    assert press(expert, "other-time", about=remedy.pk) == PAGE
    assert little.stop.planned_at == clock("9:50")


def test_of_another_office_the_counter_hears_the_sign(little: Little, half_past: None) -> None:
    Counter.objects.filter(pk=little.day.bank_1.pk).update(name={"de": "Station 4 Konto", "en": "Station 4 Account"})
    Desk.objects.filter(pk=little.insurer.pk).update(closed_at=clock("9:01"))
    expert = sits_at(little.day.insurer)
    little.insurer = desk_of(little.day.insurer)
    little.sits_until("9:25")
    assert little.remedy("9:30")
    seen = expert.get(PAGE).content.decode()
    assert ("can no longer be at Station 4 at 9:30" in seen, "Proposal: Station 4 at 9:50." in seen) == (True, True)
    assert "Account" not in seen


def test_a_place_that_is_gone_is_said_in_local_time(little: Little) -> None:
    booked, at_six = little.visit.itinerary, clock("6:00")
    assert booked
    assert little.stop.appointment_id
    booked.wish["windows"] = [[0, 60]]
    to = Shift(little.stop.appointment_id, little.day.bank_1.calendar, at_six)
    with pytest.raises(SlotTaken) as gone:
        shift(booked, [to], now=clock("9:30").astimezone(UTC))
    assert gone.value.wish.windows[0].start.tzinfo == ZONE


def test_a_counter_they_have_nothing_to_do_with_does_not(little: Little, half_past: None) -> None:
    little.sits_until("9:25")
    remedy = little.remedy("9:30")
    assert remedy
    stranger = sits_at(little.day.bank_2)
    assert press(stranger, "other-time", about=remedy.pk).endswith("?said=not-now")
    assert Remedy.objects.get().answer == ""
