"""`{% demo_clock %}`: what time it is in the demonstration, and two buttons that move it."""

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from eindach.frontdesk.events.days import before_the_next

register = template.Library()


@register.inclusion_tag("site/parts/demo_clock.html", takes_context=True)
def demo_clock(context: template.Context) -> dict[str, Any]:
    """Nothing where the clock is the machine's."""
    now = timezone.now()
    moves = settings.DEMO and settings.CLOCK is not None
    return {
        "csrf_token": context.get("csrf_token"),
        "now": now if moves else None,
        "joint_day": before_the_next(now=now) if moves else None,
    }
