from .event import EventSeries
from .organization import Location, Municipality, Organization
from .region import Region
from .schedule import Schedule, ScheduleException
from .search import SearchWord
from .service import RequiredDocument, Service, ServiceAtLocation
from .travel import TravelTime
from .upkeep import Asking, HandEdit, Proposal

__all__ = [
    "Asking",
    "EventSeries",
    "HandEdit",
    "Location",
    "Municipality",
    "Organization",
    "Proposal",
    "Region",
    "RequiredDocument",
    "Schedule",
    "ScheduleException",
    "SearchWord",
    "Service",
    "ServiceAtLocation",
    "TravelTime",
]
