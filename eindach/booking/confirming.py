"""Book: a hold becomes an itinerary of a person, or an offer is booked at once; wholly or not at all, once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction

from eindach.accounts.models import Person, person_of

from . import offers
from .events import booked
from .faults import AlreadyBooked, HoldExpired, KeyReused, NotChangeable, SlotTaken
from .ground import ground
from .holding import new_itinerary
from .locks import Wanted, lock_openings
from .models import Appointment, BookingKey, Itinerary
from .recorded import ALL, BY_KEY, changed, opened
from .retry import one_transaction
from .substitutes import with_substitutes
from .taking import NotFree, Taking, take
from .wish import Wish

BOOKED = Appointment.Status.BOOKED


@dataclass(frozen=True)
class Contact:
    """Who it is for: mail or phone (E.164), and the language of the messages."""

    name: str
    email: str
    phone: str
    language: str


def confirm(*, itinerary: Itinerary, contact: Contact, now: datetime, wants_earlier: bool = False) -> Itinerary:
    """Held becomes booked. Twice is as good as once. When the hold ran out but its places are still free it books
    all the same; else HoldExpired. AlreadyBooked when this person has one of the matters booked already."""
    ours = offers.chosen_of(itinerary)

    @one_transaction
    def act(places: tuple[offers.Chosen, ...]) -> Itinerary:
        locked = Itinerary.objects.select_for_update().get(pk=itinerary.pk)
        if locked.cancelled_at:
            raise NotChangeable
        if locked.booked_at:
            return locked
        person = _person(contact, places, locked.wish.get("municipality", ""), now)
        if places is ours and _turn_booked(locked, ours, person, now):
            return _finish(locked, person, contact, wants_earlier, now)
        left = tuple(locked.appointments.filter(status=Appointment.Status.HELD))
        take(Taking(locked, places, BOOKED, now, person=person, gives_back=left))
        return _finish(locked, person, contact, wants_earlier, now)

    try:
        return with_substitutes(ours, act, now=now)
    except NotFree as fault:
        raise HoldExpired(Wish.from_json(itinerary.wish, ground().region.zone)) from fault


def book(*, offer: str, contact: Contact, key: str, now: datetime, wants_earlier: bool = False) -> Itinerary:
    """Book an offer without a hold. The same key again gives the same itinerary; with another request KeyReused.
    OfferInvalid, SlotTaken, AlreadyBooked."""
    digest, fingerprint = _digest(key), _digest(repr((offer, contact, wants_earlier)))
    try:
        read = offers.read(offer, zone=ground().region.zone, now=now)
    except offers.OfferInvalid:
        return _known(digest, fingerprint, now)  # what was booked yesterday is answered today as well

    @one_transaction
    def act(places: tuple[offers.Chosen, ...]) -> Itinerary:
        itinerary_id = uuid4()
        if not _first_with(digest, fingerprint, itinerary_id, now):
            return _known(digest, fingerprint, now)
        person = _person(contact, places, read.wish.municipality, now)
        of_person = {"person": person, "phone": contact.phone, "wants_earlier": wants_earlier, "booked_at": now}
        itinerary = new_itinerary(read.wish, contact.language, now, id=itinerary_id, **of_person)
        take(Taking(itinerary, places, BOOKED, now, person=person))
        booked.send(sender=Itinerary, itinerary=itinerary, now=now)
        changed("book", itinerary, now, fields=ALL)
        return itinerary

    try:
        return with_substitutes(read.chosen, act, now=now)
    except NotFree as fault:
        raise SlotTaken(read.wish) from fault


def _turn_booked(itinerary: Itinerary, places: tuple[offers.Chosen, ...], person: Person, now: datetime) -> bool:
    """Compare-and-swap of all held rows; none of them when one is no longer held. The openings are locked first: who
    sweeps or closes holds them too, so what is read afterwards stays true."""
    if past := [one for one in places if one.start <= now]:
        raise NotFree(past)
    lock_openings(Wanted(one.calendar_id, one.start, one.end) for one in places)
    held = itinerary.appointments.filter(proposal=None, status=Appointment.Status.HELD)
    if held.count() < len(places):
        return False
    try:
        with transaction.atomic():
            if held.update(status=BOOKED, person=person, held_until=None) < len(places):
                raise _LostOne
    except IntegrityError as fault:
        raise AlreadyBooked from fault
    except _LostOne:
        return False
    return True


class _LostOne(Exception):
    """One of the held rows ended between the look and the swap; the savepoint takes the others back."""


def _finish(itinerary: Itinerary, person: Person, contact: Contact, wants_earlier: bool, now: datetime) -> Itinerary:
    itinerary.person, itinerary.phone, itinerary.language = person, contact.phone, contact.language
    itinerary.wants_earlier, itinerary.booked_at = wants_earlier, now
    itinerary.save(update_fields=["person", "phone", "language", "wants_earlier", "booked_at"])
    booked.send(sender=Itinerary, itinerary=itinerary, now=now)
    changed("book", itinerary, now, fields=ALL)
    return itinerary


def _person(contact: Contact, places: tuple[offers.Chosen, ...], town: str, now: datetime) -> Person:
    """The person, whose past appointments are out of the way; AlreadyBooked names the matters they have."""
    person, is_new = person_of(
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        language=contact.language,
        municipality=town,
        now=now,
    )
    if is_new:
        return person
    mine = Appointment.objects.filter(person=person, live=True, over_at=None).select_related("matter")
    past = [one.pk for one in mine if one.during.upper <= now]
    if past:
        Appointment.objects.filter(pk__in=past).update(over_at=now)
    wanted = {one.matter_id for one in places}
    if twice := [one.matter for one in mine if one.pk not in past and one.matter_id in wanted]:
        raise AlreadyBooked(twice)
    return person


FIRST = """
INSERT INTO booking_bookingkey (digest, fingerprint, itinerary_id, created_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (digest) DO NOTHING
"""


def _first_with(digest: str, fingerprint: str, itinerary_id: UUID, now: datetime) -> bool:
    """Take the key. Who comes second waits here until the first has committed (the itinerary is written after its
    key: the reference is checked at the end)."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST, [digest, fingerprint, itinerary_id, now])
        return bool(cursor.rowcount == 1)


def _known(digest: str, fingerprint: str, now: datetime) -> Itinerary:
    """What this key led to; OfferInvalid when it led to nothing, KeyReused when it came with another request."""
    known = BookingKey.objects.filter(digest=digest).select_related("itinerary__person").first()
    if known is None:
        raise offers.OfferInvalid("not an offer, or too old")
    if known.fingerprint != fingerprint:
        raise KeyReused
    opened(known.itinerary, now, basis=BY_KEY)
    return known.itinerary


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
