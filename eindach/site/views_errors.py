"""What is shown when something went wrong: in the person's language, with a way on and a human to call.

`config.urls` names these as handlers. They must not fail themselves: without a database the page comes without the
region's phone number.
"""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from eindach.accounts.acting import acting
from eindach.accounts.coming_in import Elsewhere, staff_at
from eindach.accounts.kept import page_of_the_form
from eindach.accounts.middleware import hold
from eindach.directory.models import Region
from eindach.kernel.audience import audience

from .staff_area import is_of_staff

logger = logging.getLogger(__name__)


@audience("public")
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    words = _("The address is wrong or the page has moved. Perhaps you find it from the start page.")
    return _page(request, 404, _("We cannot find this page"), words)


@audience("public")
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, _("This page is not open to you"), _("If you think this is wrong, please call us."))


@audience("public")
def only_sent(request: HttpRequest) -> HttpResponse:
    return _page(request, 405, _("We cannot find this page"), _("Please go back and try again."))


@audience("public")
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, _("We could not read this"), _("Please go back and try again."))


@audience("public")
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's protection against forged forms refused one: nearly always a page that lay open for too long."""
    logger.info("form refused: %s", reason)
    words = _("The page was open for a long time, or your browser blocks cookies. Please try again.")
    return _page(request, 403, _("Please send the form again"), words, again=page_of_the_form(request))


@audience("public")
def failed(request: HttpRequest) -> HttpResponse:
    words = _("The fault is ours. Please try again in a few minutes, or call us.")
    return _page(request, 500, _("Something went wrong here"), words, again=request.get_full_path())


def _page(request: HttpRequest, status: int, title: str, words: str, again: str = "") -> HttpResponse:
    content: dict[str, Any] = {"title": title, "words": words, "again": again, "status": status}
    try:
        Region.objects.first()
        if is_of_staff(request.path) and (page := _of_staff(request, content)):
            return page
    except DatabaseError:
        # The lazy region of the context would ask again, in the middle of the page.
        content |= {"region": None, "languages": [], "bare": True}
    return render(request, "site/error.html", content, status=status)


def _of_staff(request: HttpRequest, content: dict[str, Any]) -> HttpResponse | None:
    """The same as a page of the staff area, for who is signed in there: the act it happened in is over, and an address
    that nobody knows has begun none."""
    user, now = getattr(request, "user", None), timezone.now()
    if user is None or not user.is_authenticated:  # none: the fault came before anybody asked who is there
        return None
    try:
        hold(request, now=now)
        with acting(staff_at(request, now), now=now):
            return render(request, "site/staff_error.html", content, status=content["status"])
    except Elsewhere:
        return None
    except Exception:  # the frame of the staff area may be what is broken: the plain page needs none of it
        logger.exception("no page of the staff area for a fault")
        return None
