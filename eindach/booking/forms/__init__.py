from .contact import ContactForm
from .when import WhenForm

__all__ = ["ContactForm", "WhenForm"]
