from .appointment import LIVE, Appointment
from .counter import Calendar, Counter, CounterSchedule
from .itinerary import BookingKey, Itinerary
from .opening import Opening
from .proposal import Proposal

__all__ = [
    "LIVE",
    "Appointment",
    "BookingKey",
    "Calendar",
    "Counter",
    "CounterSchedule",
    "Itinerary",
    "Opening",
    "Proposal",
]
