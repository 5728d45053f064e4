"""POST, GET and DELETE bookings."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status
from ninja.decorators import decorate_view
from ninja.security import HttpBearer

from eindach.booking import operations
from eindach.booking.models import Appointment, Itinerary
from eindach.booking.queries import itinerary_by_reference, planned
from eindach.booking.recorded import BY_LINK, opened
from eindach.booking.search import Wish, WishFaults, search
from eindach.kernel.audience import audience

from ..fields import PageLanguage
from ..guard import with_body
from ..problems import Fault, Problem
from ..published import answers
from ..rates import limited
from .answers import Booked, BookingOut, Conflict, offers_of
from .first_answer import first_answer
from .requests import BookingBody

router = Router(tags=["bookings"])
KEY = re.compile(r"[\x21-\x7e]{1,255}", re.ASCII)
KEY_HEADER = {
    "parameters": [
        {
            "in": "header",
            "name": "Idempotency-Key",
            "required": True,
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"},
            "description": "new for every booking; the same key again gives the same answer, never a second booking",
        }
    ]
}
STANDING = [status for status in Appointment.Status.values if status not in ("held", "cancelled")]


class ManageToken(HttpBearer):
    """Documents the header. Refusing is the operation's business: no token and a wrong one must look the same."""

    def __call__(self, request: HttpRequest) -> str:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" and token.strip() else "-"

    def authenticate(self, request: HttpRequest, token: str) -> str:
        return token


def _key_faults(request: HttpRequest) -> list[Fault]:
    """A booking without a key could not be repeated safely."""
    given = request.headers.get("Idempotency-Key")
    if given is not None and KEY.fullmatch(given):
        return []
    wrong = "is missing" if given is None else "cannot be used"
    detail = f"{wrong}; allowed: 1 to 255 visible ASCII characters, new for every booking"
    return [Fault(pointer="/Idempotency-Key", detail=detail, source="header")]


def with_key(view: Callable[..., Any]) -> Callable[..., Any]:
    """A fault of the key is said together with those of the body. The operation itself refuses a sound body."""

    @wraps(view)
    def call(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        faults = _key_faults(request)
        try:
            return view(request, *args, **kwargs)
        except Problem as problem:
            if not faults or problem.code == "idempotency-key-invalid":
                raise
            if problem.code == "invalid-request":
                raise Problem("idempotency-key-invalid", errors=faults + problem.errors) from None
            problem.errors = faults + problem.errors
            raise

    return call


@router.post(
    "/bookings",
    response=answers({201: Booked, 409: Conflict}, 400, 411, 413, 415, 422, 429),
    summary="Book an itinerary, wholly or not at all",
    openapi_extra=KEY_HEADER,
)
@decorate_view(with_body, with_key, limited("book"))
@audience("public")
def create_booking(request: HttpRequest, booking: BookingBody, lang: PageLanguage | None = None) -> Status[Booked]:
    """All appointments of the offer, at all organizations, in one act. 409 `slot-taken` brings fresh offers."""
    if faults := _key_faults(request):
        raise Problem("idempotency-key-invalid", errors=faults + booking.offer_faults())
    now = timezone.now()
    try:
        itinerary = operations.book(
            offer=booking.offer,
            contact=booking.contact.contact(),
            key=request.headers["Idempotency-Key"],
            now=now,
            wants_earlier=booking.wants_earlier,
        )
    except operations.KeyReused as fault:
        raise Problem("idempotency-key-reused") from fault
    except operations.OfferInvalid as fault:
        detail = "is forged, too old or not an offer; allowed: an offer of a search within the last 24 hours"
        raise Problem("offer-invalid", errors=[Fault(pointer="/offer", detail=detail)]) from fault
    except operations.AlreadyBooked as fault:
        # Which matters it is stays unsaid: whoever knows a name and an address must not learn them here.
        raise Problem("already-booked") from fault
    except operations.SlotTaken as fault:
        raise Problem("slot-taken", extra={"alternatives": _alternatives(fault.wish, now)}) from fault
    return Status(201, first_answer(itinerary, now=now))


def _alternatives(wish: Wish, now: datetime) -> list[dict[str, Any]]:
    """Fresh offers for the same wish; none when the wish itself has run out (its last day is past)."""
    try:
        return [offer.model_dump(mode="json") for offer in offers_of(search(wish, now=now))]
    except WishFaults:
        return []


@router.get(
    "/bookings/{reference}",
    response=answers({200: BookingOut}, 404, 422, 429),
    auth=ManageToken(),
    summary="A booking as it is now",
)
@decorate_view(limited("manage"))
@audience("link-holder")
def read_booking(request: HttpRequest, reference: str, lang: PageLanguage | None = None) -> BookingOut:
    """An unknown reference and a wrong or missing token are answered alike."""
    return _booking(_opened(request, reference))


@router.delete(
    "/bookings/{reference}",
    response=answers({200: BookingOut}, 404, 422, 429),
    auth=ManageToken(),
    summary="Cancel all appointments of a booking",
)
@decorate_view(limited("manage"))
@audience("link-holder")
def cancel_booking(request: HttpRequest, reference: str, lang: PageLanguage | None = None) -> BookingOut:
    """Once more changes nothing and answers the same. Appointments that are past stay as they are."""
    ours = _opened(request, reference)
    return _booking(operations.cancel(itinerary=ours, now=timezone.now()))


def _opened(request: HttpRequest, reference: str) -> Itinerary:
    # A text that cannot be a reference takes the same way as one that is unknown, so that both take the same time.
    asked = reference if re.fullmatch(r"[A-Za-z0-9 ]{1,16}", reference, re.ASCII) else "-"
    try:
        found = itinerary_by_reference(asked, request.auth)  # type: ignore[attr-defined]
    except Itinerary.DoesNotExist:
        raise Problem("not-found") from None
    opened(found, timezone.now(), basis=BY_LINK)
    return found


def _booking(itinerary: Itinerary) -> BookingOut:
    status = itinerary.state(timezone.now())
    plan = planned(itinerary, statuses=STANDING)
    return BookingOut.of(plan, reference=itinerary.reference, status=status, language=itinerary.language)  # type: ignore[return-value]
