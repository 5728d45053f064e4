from .kept_plan import KeptPlan
from .matter import Matter, Topic
from .municipality import MunicipalityEvent, MunicipalityFact, MunicipalityPage, MunicipalityPicture
from .step import Step

__all__ = [
    "KeptPlan",
    "Matter",
    "MunicipalityEvent",
    "MunicipalityFact",
    "MunicipalityPage",
    "MunicipalityPicture",
    "Step",
    "Topic",
]
