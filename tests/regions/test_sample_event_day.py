"""A morning to play in a demonstration: invented people, real room, real routes, no letters."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from eindach.accounts.demo import cast
from eindach.config import regions
from eindach.frontdesk.events.capacity import _used
from eindach.frontdesk.models import EventDay, RouteDraft, Stop, Visit
from eindach.notifications.models import Message
from tests.cast import ZONE
from tests.permission.stage import set_once

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=ZONE)


def set_morning() -> EventDay:
    regions.load("dueren", days=0, now=NOW)
    regions.fill_event_day(now=NOW)
    return EventDay.objects.order_by("during")[0]


@pytest.fixture(scope="module")
def sown(django_db_setup: None, django_db_blocker: object) -> Iterator[EventDay]:
    with override_settings(DEMO=True):
        yield from set_once(django_db_blocker, set_morning)


@pytest.fixture
def morning(db: None, sown: EventDay) -> EventDay:
    return sown


def test_everybody_expected_has_a_time_at_each_station(morning: EventDay) -> None:
    expected = Visit._base_manager.filter(event_day=morning, waits_since=None)
    promised = Stop._base_manager.filter(visit__in=expected, promised=True, planned_at__isnull=False)
    assert expected.count() >= 15
    assert promised.count() == Stop._base_manager.filter(visit__in=expected).count()
    assert RouteDraft.objects.get().state == "published"


def test_no_hour_is_promised_beyond_its_room(morning: EventDay) -> None:
    desks = {one.counter_id: one.desks for one in morning.stations.all()}
    kept = (100 - morning.reserve_percent) / 100
    used = _used(morning, None, NOW)
    assert used
    assert all(minutes <= max(desks[counter] * 60 * kept, 70) for (counter, _hour), minutes in used.items())


def test_they_are_invented_and_nobody_is_written_to(morning: EventDay) -> None:
    people = [one.person for one in Visit._base_manager.filter(event_day=morning).select_related("person")]
    assert all(one.name.startswith("Beispielperson ") and one.email.endswith(".example") for one in people)
    assert not Message.objects.exists()


def test_the_same_people_come_in_every_demonstration(morning: EventDay) -> None:
    rows = Visit._base_manager.values_list("language", "people", "window_start", "stops__matter__key")
    first = sorted(rows)
    Visit._base_manager.all().delete()
    regions.fill_event_day(now=NOW)
    assert sorted(rows.all()) == first


def test_at_every_station_there_is_somebody_to_sit_down(morning: EventDay) -> None:
    offices = set(morning.stations.values_list("counter__organization", flat=True))
    assert offices == {one.organization_id for one in cast(NOW)}


def test_a_day_somebody_registered_for_is_left_alone(morning: EventDay) -> None:
    before = Visit._base_manager.count()
    assert regions.fill_event_day(now=NOW + timedelta(days=1)) == 0
    assert Visit._base_manager.count() == before
