from .event import EventSeries
from .organization import Location, Municipality, Organization
from .region import Region
from .schedule import Schedule, ScheduleException
from .search import SearchWord
from .service import RequiredDocument, Service, ServiceAtLocation
from .travel import TravelTime

__all__ = [
    "EventSeries",
    "Location",
    "Municipality",
    "Organization",
    "Region",
    "RequiredDocument",
    "Schedule",
    "ScheduleException",
    "SearchWord",
    "Service",
    "ServiceAtLocation",
    "TravelTime",
]
