from .enquiry import Enquiry
from .matter import Matter, Topic

__all__ = ["Enquiry", "Matter", "Topic"]
