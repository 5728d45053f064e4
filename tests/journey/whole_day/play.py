"""The day, tick by tick: people come, experts press, the coordinator changes plans, a machine loses its power."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from playwright.sync_api import Error

from eindach.booking.operations import Contact
from eindach.frontdesk.events.capacity import Party
from eindach.frontdesk.events.registering import Wanted
from eindach.frontdesk.events.registering import register as register_guest
from eindach.frontdesk.models import Visit
from eindach.frontdesk.visits import visit_token

from . import chart, doors
from .browsers import KIOSK, PHONE, TELEVISION, Browsers
from .coordinator import Coordinator
from .people import Guest, guests, takes
from .record import Record
from .screens import Display, Phone
from .site import Clock, Site
from .workplace import PAGE, Expert, press
from .world import ABSENT, LATE, LATE_MINUTES, OPENS, PLANNING, REGISTERING, STATIONS, World

FRONT_DESK: Final = "/en/staff/arrivals/"
TICK: Final = timedelta(minutes=5)
MORNING, COMES_LATE = OPENS - timedelta(minutes=10), OPENS + timedelta(minutes=LATE_MINUTES)
POWER_FAILS: Final = OPENS + timedelta(minutes=85)
LAST_TICK: Final = OPENS + timedelta(hours=7)
BY_PHONE: Final = (0, 3, 12)
"""Guests who register on a phone, in the browser; the others by the same operation. Their pages stay open all day."""
LISTENING: Final = (2, 8)
"""Stations whose pages show by themselves that somebody has come; the others are loaded again."""
WITH_PHONE: Final = 20
"""Who walks in and opens the page of the ticket; from then on it stays open."""
NOT_THERE, COMES_AGAIN = 3, (15, "housing")
"""Who is outside when called first, and whose matter needs another appointment."""


class Day:
    def __init__(self, world: World, site: Site, clock: Clock, browsers: Browsers) -> None:
        self.world, self.site, self.clock, self.browsers = world, site, clock, browsers
        self.record, self.experts, self.phones = Record(), list[Expert](), list[Phone]()
        self.guests = guests()
        self.matters = {number: matter for number, _office, matter, _minutes in STATIONS}
        self.links: dict[int, str] = {}
        self.told: dict[str, int] = {}
        self.was_not_there = False

    def play(self) -> Record:
        self.before()
        self.opens()
        moment = OPENS - TICK
        while not self.is_over():
            assert moment < LAST_TICK, self.record.tickets
            self.tick(moment)
            moment += TICK
        self.look_for_faults()
        self.drawn = chart.read(self.coordinator.opens_the_day())
        self.record.axe["day"] = self.browsers.faults(self.coordinator.page)
        return self.record

    def look_for_faults(self) -> None:
        """On the pages as they stand in the end; what they look like in the morning is tried elsewhere."""
        self.display.page.emulate_media(reduced_motion="reduce")  # a new number flashes for some seconds
        for name, page in (("display", self.display.page), ("phone", self.phones[0].page)):
            self.record.axe[name] = self.browsers.faults(page)
        for name, page in (("workplace", self.experts[0].page), ("front desk", self.front_desk)):
            self.record.axe[name] = self.browsers.faults(page)
        self.record.axe["routes"] = self.coordinator.axe
        self.coordinator.comes_back()

    def before(self) -> None:
        """Registration on Monday, routes on Thursday."""
        self.clock.set(REGISTERING)
        for guest in self.guests:
            if guest.hour and guest.number not in BY_PHONE:  # meanwhile the site starts
                register_guest(day=self.world.day, wanted=self._wanted(guest), contact=_contact(guest), now=REGISTERING)
                self.links[guest.number] = doors.link_of(guest)
        self.site.wait()
        for guest in (self.guests[number] for number in BY_PHONE):
            phone = self.browsers.open(PHONE)
            self.links[guest.number] = doors.register(phone, self.world, guest)
            self.phones.append(Phone(guest, phone, self.record))
        self.clock.set(PLANNING)
        self.coordinator = Coordinator(self.browsers, self.world)
        self.told["before"] = self.coordinator.promises_routes()

    def opens(self) -> None:
        """A bank rings up: nobody comes. Screens are switched on, experts sit down."""
        self.clock.set(MORNING)
        self.coordinator.comes_back()
        self.coordinator.says_does_not_come(ABSENT)
        self.told["absent"] = self.coordinator.promises_routes()
        for phone in self.phones:
            phone.page.goto(self.links[phone.guest.number])
        self.display = Display(self.browsers.open(TELEVISION), self.record)
        self.kiosk = self.browsers.open(KIOSK)
        self.front_desk = self.browsers.staff(self.world.office(8), "front-desk", "Frauke")
        self.front_desk.goto(FRONT_DESK)
        for number in self.world.stations:
            if number not in (ABSENT, LATE):
                self.expert(number)

    def expert(self, number: int) -> None:
        listens = number in LISTENING
        page = self.browsers.staff(self.world.office(number), "expert", f"Robin {number}", listens=listens)
        one = Expert(page, self.world.stations[number], self.record, listens)
        one.sit_down()
        self.experts.append(one)

    def tick(self, now: datetime) -> None:
        self.clock.set(now)
        if now == OPENS:
            self.told["late"] = self.coordinator.promises_routes(late=LATE, minutes=LATE_MINUTES)
        if now == COMES_LATE:
            self.expert(LATE)
        for guest in self.guests:
            if now - TICK < guest.comes <= now:
                self.arrives(guest)
        if now == POWER_FAILS:
            self.power_fails(now)
        if now.minute % 20 == 0:  # a page that is not looked at for half an hour is signed out
            self.front_desk.goto(FRONT_DESK)
        self.work(now)
        self.display.look()
        if self.record.looks["display"] % 2:
            for phone in self.phones:
                phone.look(now)

    def arrives(self, guest: Guest) -> None:
        self._through_the_door(guest)
        if guest.number == WITH_PHONE:
            visit = Visit._base_manager.get(letter="C", number=int(self.record.tickets[guest.number].split()[1]))
            page = self.browsers.open(PHONE)
            page.goto(f"/{guest.language}/here/{visit_token(visit.pk)}/")
            self.phones.append(Phone(guest, page, self.record))

    def _through_the_door(self, guest: Guest) -> None:
        at_the_front_desk = guest.number % 2 == 0
        if guest.hour is None and at_the_front_desk:
            doors.walk_in_at_the_front_desk(self.front_desk, guest, self.record)
        elif guest.hour is None:
            doors.walk_in_at_the_kiosk(self.kiosk, self.world, guest, self.record)
        elif at_the_front_desk:
            doors.scan_at_the_front_desk(self.front_desk, guest, self.links[guest.number], self.record)
        else:
            doors.scan_at_the_kiosk(self.kiosk, self.world, guest, self.links[guest.number], self.record)

    def work(self, now: datetime) -> None:
        """What is due at each desk: first whoever is there, then the next one is called."""
        due, turn = [(one, one.shows()) for one in self.experts], len(self.record.services)
        served = [one for one, act in due if act == "finish" and one.until and one.until <= now]
        called = [one for one, act in due if act == "begin"]
        for one in [one for one in called if self._is_outside(one)]:
            called.remove(one)
            self.is_not_there(one, now)
        for one in [one for one in served if self._at(one) == COMES_AGAIN]:
            served.remove(one)
            one.books_a_follow_up()
        press([*((one, "finish") for one in served), *((one, "begin") for one in called)], turn)
        for one in called:
            one.until = now + takes(*self._at(one))
        press([(one, "call") for one in self.experts if one.service is None and one.waits_for_work()], turn)

    def is_not_there(self, one: Expert, now: datetime) -> None:
        """Called, and out for a cigarette: the phone says so, the front desk puts them back into the queue."""
        assert one.service
        ticket, self.was_not_there = one.service.ticket, True
        one.says_not_there()
        self.display.look()
        for phone in self.phones:
            phone.look(now)
        doors.is_back_at_the_front_desk(self.front_desk, ticket)
        self.record.back.add(ticket)

    def power_fails(self, now: datetime) -> None:
        """Somebody presses in this very moment; minutes later everything is there again, as it was."""
        self.display.look()
        one = next(one for one in self.experts if one.service)
        self.site.kill()
        with suppress(Error):  # the browser's own page that there is no connection
            one.page.goto(PAGE)
        self.display.page.locator("#stale").wait_for(state="visible")
        self.site.start()
        self.site.wait()
        one.page.goto(PAGE)
        for page in [self.display.page, *(phone.page for phone in self.phones)]:
            page.locator("#live[data-line=open]").wait_for()
            page.locator("#stale").wait_for(state="hidden")

    def is_over(self) -> bool:
        if len(self.record.tickets) < len(self.guests):
            return False
        done = sum(one.state == "done" for one in self.record.services)
        return done == sum(len(one.matters) for one in self.guests)

    def _at(self, one: Expert) -> tuple[int, str]:
        """The guest at a desk, and the matter there."""
        assert one.service
        return self.record.guest(one.service.ticket), self.matters[one.number]

    def _is_outside(self, one: Expert) -> bool:
        return not self.was_not_there and self._at(one)[0] == NOT_THERE

    def _wanted(self, guest: Guest) -> Wanted:
        matters = tuple(self.world.matters[key] for key in guest.matters)
        assert guest.hour
        return Wanted(party=Party(matters), start=guest.hour, languages=(guest.language,))


def _contact(guest: Guest) -> Contact:
    return Contact(guest.name, guest.email, "", guest.language)
