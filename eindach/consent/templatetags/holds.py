"""For pages of somebody's file: whether a legal hold stands."""

from datetime import datetime
from uuid import UUID

from django import template

from eindach.accounts.registry import holds
from eindach.kernel.actor import must_be_present

register = template.Library()


@register.simple_tag
def held_since(person: UUID) -> datetime | None:
    """When nothing of this person could be deleted any more; None: no hold stands."""
    return holds.since(person, now=must_be_present().now)
