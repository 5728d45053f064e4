from .enquiry import Enquiry
from .matter import Matter, Topic
from .step import Step

__all__ = ["Enquiry", "Matter", "Step", "Topic"]
