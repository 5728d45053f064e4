from .kept_plan import KeptPlan
from .matter import Matter, Topic
from .step import Step

__all__ = ["KeptPlan", "Matter", "Step", "Topic"]
