from .enquiry import Enquiry
from .kept_plan import KeptPlan
from .matter import Matter, Topic
from .step import Step

__all__ = ["Enquiry", "KeptPlan", "Matter", "Step", "Topic"]
