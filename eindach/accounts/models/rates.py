"""How much a client address may still ask for."""

from django.db import models


class RateBucket(models.Model):
    """One client's bucket of one limit; the table is UNLOGGED (it may be lost, it must be fast)."""

    client = models.BinaryField(primary_key=True, max_length=16, help_text="keyed digest of limit and address")
    full_at = models.DateTimeField(help_text="when the bucket is full again")

    def __str__(self) -> str:
        return f"full at {self.full_at:%F %T}"
