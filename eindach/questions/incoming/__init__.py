"""Mail in: one raw message (RFC 5322) as a mail server pipes it becomes a question, or the next words of a thread."""

from .taking import take_mail

__all__ = ["take_mail"]
