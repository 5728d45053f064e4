from .appointment import LIVE, Appointment
from .counter import Calendar, Counter, CounterSchedule
from .itinerary import BookingKey, Itinerary
from .opening import Opening
from .opening_change import OpeningChange
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
    "OpeningChange",
    "Proposal",
]
