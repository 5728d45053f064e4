"""Pages that can be kept on a phone: the line that says how old a copy is, and the button."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone

register = template.Library()


@register.inclusion_tag("site/parts/saved_line.html")
def saved_line() -> dict[str, Any]:
    """Hidden; the worker shows it where it answers with a copy. A page without it is never kept (worker.js)."""
    return {"made": timezone.localtime()}


@register.inclusion_tag("site/parts/keep_here.html")
def keep_here(slot: str, along: Iterable[str] = ()) -> dict[str, Any]:
    """`slot`: what the copies belong to, a later page of the same slot takes their place · `along`: addresses of pages
    that are kept with this one."""
    return {"slot": slot, "along": " ".join(along)}
