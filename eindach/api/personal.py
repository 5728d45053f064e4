"""Personal columns of the interface: what a booking request was answered."""

from eindach.accounts.personal import TASK
from eindach.accounts.registry.declared import INNER, TOLD, personal

from .models import BookingAnswer

personal(
    BookingAnswer,
    purpose="appointments",
    basis=TASK,
    kept="booking",
    person="itinerary__person",
    root="itinerary",
    columns={"plan": TOLD, "itinerary_id language": INNER},
)
