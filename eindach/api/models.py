"""What the interface itself has to remember: the first answer to a booking request."""

from django.db import models

from eindach.booking.models import Itinerary


class BookingAnswer(models.Model):
    """What a booking request was answered: the same key gets the same bytes, also after the booking was changed.

    Without reference and link: the link holds a secret that is never stored, both are put in again.
    """

    itinerary = models.OneToOneField(Itinerary, models.CASCADE, primary_key=True, related_name="api_answer")
    language = models.CharField(max_length=16, help_text="of the link")
    plan = models.TextField(help_text="JSON as it was sent")

    def __str__(self) -> str:
        return f"answer to {self.itinerary_id}"
