"""Where somebody was, so that a report of a barrier can say it without telling a secret."""

import re
from typing import Final

from django.http import HttpRequest

VALUE: Final = re.compile(r"<[^>]+>")
OPEN: Final = re.compile(r"<slug:[^>]+>")
HIDDEN: Final = "…"


def page_at_hand(request: HttpRequest) -> str:
    """The address of a public page, `/de/places/konto/`; of every other only its form, `/de/my/…/move/`, and never what
    stands behind a question mark. Empty where there is no page."""
    match = request.resolver_match
    if match is None:
        return ""
    is_public = getattr(match.func, "audience", "") == "public"
    if is_public and all(OPEN.fullmatch(one) for one in VALUE.findall(match.route)):
        return request.path  # keys of places and matters: they stand in every list
    form = VALUE.sub(HIDDEN, match.route)
    return f"/{form}" if re.fullmatch(r"[\w/.…-]*", form) else match.view_name
