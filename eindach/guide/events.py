"""What higher parts may want to know. Sent inside the transaction of the act: who listens writes or fails along."""

from django.dispatch import Signal

call_owed = Signal()
"""name, phone (E.164), language, now: the house cannot write to somebody it has something to say to. The part of
questions keeps it until somebody has called."""
