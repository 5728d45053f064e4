"""What others may want to know. Sent inside the transaction of the act: who listens writes along or fails along."""

from django.dispatch import Signal

booked = Signal()
"""itinerary, now"""
moved = Signal()
"""itinerary, now"""
cancelled = Signal()
"""itinerary, appointments (those cancelled), now"""
proposed = Signal()
"""proposal, now"""
