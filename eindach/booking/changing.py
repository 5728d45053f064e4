"""Move and cancel: the new one is taken before the old one is given back, in one transaction."""

from collections.abc import Collection
from datetime import datetime

from . import offers
from .events import cancelled, moved
from .faults import NotChangeable, SlotTaken
from .ground import ground
from .locks import Wanted, lock_openings
from .models import Appointment, Itinerary, Proposal
from .proposing import end_unanswered
from .recorded import changed
from .retry import one_transaction
from .substitutes import with_substitutes
from .taking import NotFree, Taking, give_back, take

CHANGEABLE = (Appointment.Status.BOOKED, Appointment.Status.HELD)


def move(*, itinerary: Itinerary, offer: str, now: datetime) -> Itinerary:
    """Put the offer's appointments in the place of the itinerary's own for the same matters. Reference, link and
    calendar UIDs stay, SEQUENCE grows. OfferInvalid; SlotTaken: then everything is as it was."""
    read = offers.read(offer, zone=ground().region.zone, now=now)
    return replace(itinerary, read, now=now)


def replace(itinerary: Itinerary, offer: offers.Offer, *, now: datetime, answered: Proposal | None = None) -> Itinerary:
    """The act behind `move` and behind accepting a proposal (`answered`)."""

    @one_transaction
    def act(places: tuple[offers.Chosen, ...]) -> Itinerary:
        locked = _changeable(itinerary)
        if answered is not None:
            _answer(answered, now)
        old = _replaceable(locked, {one.matter_id for one in places})
        stays = {_place(one) for one in old if one.proposal_id is None} & {_wanted(one) for one in places}
        gone = tuple(one for one in old if one.proposal_id is not None or _place(one) not in stays)
        new = tuple(one for one in places if _wanted(one) not in stays)
        if any(one.during.lower <= now for one in gone):
            raise NotChangeable  # it has begun
        uids = {one.matter_id: one.uid for one in gone if one.proposal_id is None}
        booked = Appointment.Status.BOOKED
        take(Taking(locked, new, booked, now, person=locked.person, gives_back=gone, uids=uids))
        if answered is None:
            # What they ask for now is what they want, also when a counter closes or a time gets free later.
            locked.wish = offer.wish.to_json() | {"matters": locked.wish["matters"]}
        _changed(locked, now)
        changed("accept" if answered else "move", locked, now)
        return locked

    try:
        return with_substitutes(offer.chosen, act, now=now)
    except NotFree as fault:
        raise SlotTaken(offer.wish) from fault


def cancel(*, itinerary: Itinerary, now: datetime, appointments: Collection[int] | None = None) -> Itinerary:
    """Cancel all, or these (ids; foreign ids are ignored). Cancelling twice changes nothing. What is past stays."""

    @one_transaction
    def act() -> Itinerary:
        locked = Itinerary.objects.select_for_update().get(pk=itinerary.pk)
        ours = [
            one
            for one in locked.appointments.filter(live=True).order_by("pk")
            if one.status in CHANGEABLE
            and one.during.upper > now
            and (appointments is None or one.pk in appointments or one.proposal_id)
        ]
        lock_openings(Wanted(one.calendar_id, one.during.lower, one.during.upper) for one in ours)
        give_back(ours, because=Appointment.Reason.PERSON)
        _end_proposals(locked, now)
        gone = [one for one in ours if one.status == Appointment.Status.BOOKED]
        if not gone:
            return locked
        locked.sequence += 1
        if not locked.appointments.filter(live=True).exists():
            locked.cancelled_at = now  # what has arrived or is past is not called off
        locked.save(update_fields=["sequence", "cancelled_at"])
        cancelled.send(sender=Itinerary, itinerary=locked, appointments=gone, now=now)
        changed("cancel", locked, now)
        return locked

    return act()


def decline(*, proposal: Proposal, now: datetime) -> None:
    """Keep the present plan: the held places go back. NotChangeable when it was answered before."""

    @one_transaction
    def act() -> None:
        if not Proposal.objects.unanswered().filter(pk=proposal.pk).update(declined_at=now):
            raise NotChangeable
        held = list(proposal.appointments.filter(status=Appointment.Status.HELD))
        lock_openings(Wanted(one.calendar_id, one.during.lower, one.during.upper) for one in held)
        give_back(held, because=Appointment.Reason.DECLINED)
        changed("decline", proposal.itinerary, now)

    act()


def accept(*, proposal: Proposal, now: datetime) -> Itinerary:
    """The proposed plan becomes the booked one. When its hold ran out it is still tried: the places may be free.
    NotChangeable when it was answered before or nothing was possible; SlotTaken."""
    if not proposal.offer:
        raise NotChangeable
    try:
        read = offers.read(proposal.offer, zone=ground().region.zone, now=now, ever=True)
    except offers.OfferInvalid as fault:
        raise NotChangeable from fault  # signed with a key that is gone
    return replace(proposal.itinerary, read, now=now, answered=proposal)


def want_earlier(*, itinerary: Itinerary, wants: bool, now: datetime) -> Itinerary:
    """Go on the waiting list for a shorter or earlier plan, or leave it. NotChangeable when it is cancelled."""

    @one_transaction
    def act() -> Itinerary:
        locked = _changeable(itinerary)
        locked.wants_earlier = wants
        locked.save(update_fields=["wants_earlier"])
        changed("write", locked, now, fields=("wants_earlier",))
        return locked

    return act()


def _changeable(itinerary: Itinerary) -> Itinerary:
    locked = Itinerary.objects.select_for_update(of=("self",)).select_related("person").get(pk=itinerary.pk)
    if locked.cancelled_at or not locked.booked_at:
        raise NotChangeable
    return locked


def _answer(proposal: Proposal, now: datetime) -> None:
    if not Proposal.objects.unanswered().filter(pk=proposal.pk).update(accepted_at=now):
        raise NotChangeable


def _replaceable(itinerary: Itinerary, matters: set[int]) -> tuple[Appointment, ...]:
    old = tuple(itinerary.appointments.filter(live=True, status__in=CHANGEABLE, matter_id__in=matters).order_by("pk"))
    if {one.matter_id for one in old if one.proposal_id is None} != matters:
        raise NotChangeable  # one of them is over, was cancelled, or is not theirs at all
    return old


def _changed(itinerary: Itinerary, now: datetime) -> None:
    # After the plan has changed, other proposals for it speak of a plan that is gone.
    _end_proposals(itinerary, now)
    itinerary.sequence += 1
    itinerary.save(update_fields=["sequence", "wish"])
    moved.send(sender=Itinerary, itinerary=itinerary, now=now)


def _place(one: Appointment) -> tuple[int, int, datetime, datetime]:
    return one.matter_id, one.calendar_id, one.during.lower, one.during.upper


def _wanted(one: offers.Chosen) -> tuple[int, int, datetime, datetime]:
    return one.matter_id, one.calendar_id, one.start, one.end


def _end_proposals(itinerary: Itinerary, now: datetime) -> None:
    if held := end_unanswered(itinerary, now):
        lock_openings(Wanted(one.calendar_id, one.during.lower, one.during.upper) for one in held)
        give_back(held, because=Appointment.Reason.DECLINED)
