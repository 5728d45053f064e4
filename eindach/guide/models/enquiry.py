"""A wish to be called back: every digital path ends at a human if the person wants one."""

from django.db import models
from phonenumber_field.modelfields import PhoneNumberField

from eindach.accounts.guarded import Guarded


class Enquiry(models.Model):
    """Somebody asks to be called back."""

    name = models.CharField(max_length=120)
    phone = PhoneNumberField()
    language = models.CharField(max_length=16)
    best_time = models.CharField(max_length=120, blank=True)
    concern = models.TextField(blank=True, max_length=1000)
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded()

    class Meta:
        ordering = ["created_at"]
        verbose_name_plural = "enquiries"

    def __str__(self) -> str:
        return f"{self.name}, {self.created_at:%F}"
