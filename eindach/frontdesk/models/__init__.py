from .desk import Desk
from .event import EventDay, EventRule, RouteDraft, Station
from .interpreting import InterpreterRequest, PhoneInterpreter
from .remedy import Remedy
from .step import Step
from .visit import AT_A_DESK, OPEN, Stop, TicketRoll, Visit

__all__ = [
    "AT_A_DESK",
    "OPEN",
    "Desk",
    "EventDay",
    "EventRule",
    "InterpreterRequest",
    "PhoneInterpreter",
    "Remedy",
    "RouteDraft",
    "Station",
    "Step",
    "Stop",
    "TicketRoll",
    "Visit",
]
