"""Doors: from a request to the actor, and the view inside their act.

`staff(act, area)` and `own_door` decorate views of the staff area and of a newcomer's own pages. They say who is there
(session -> user -> live membership, looked up anew on every request, so that leaving ends access at once), ask the
policy, and run the view inside `acting`. The trail joins in by signals: consent/doors.py.

    signed in?  no -> sign-in page   second factor?  no -> set-up   membership?  several -> choose   may?  no -> 403
"""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from eindach.kernel.actor import Actor
from eindach.kernel.audience import audience

from .acting import acting
from .coming_in import Elsewhere, person_at, staff_at
from .events import about_to_act, refused
from .policy import Act, Area, Refused, may

View = Callable[..., HttpResponseBase]
Finds = Callable[[HttpRequest, datetime], Actor]


def staff(act: Act, area: str) -> Callable[[View], View]:
    """For staff whose role may do `act` in the area (policy.AREAS). In the view `request.actor` is theirs, and every
    guarded row is asked for on their behalf. A refusal of the role is a 403; `Refused` raised inside is a 404."""
    needs = (act, area)

    def decorate(view: View) -> View:
        @wraps(view)
        def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return _through(request, staff_at, needs, view, *args, **kwargs)

        call.needs = needs  # type: ignore[attr-defined]
        return audience("staff")(never_cache(call))

    return decorate


def own_door(view: View) -> View:
    """For a newcomer who has proved a contact by a code: `request.actor.persons` are the people of this contact."""

    @wraps(view)
    def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _through(request, person_at, None, view, *args, **kwargs)

    return audience("person")(never_cache(call))


def _through(
    request: HttpRequest, finds: Finds, needs: tuple[Act, str] | None, view: View, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    now = timezone.now()
    try:
        actor = finds(request, now)
        if needs and not may(actor, needs[0], Area(cast("Any", needs[1])), now=now).allowed:
            raise Elsewhere(None, actor)
    except Elsewhere as known:
        if known.actor and needs:
            _tell(known.actor, now, Refused(needs[0], needs[1]))
        if known.leads_to is None:
            raise PermissionDenied from known
        return known.leads_to
    request.actor = actor  # type: ignore[attr-defined]
    try:
        return _acted(actor, now, lambda: view(request, *args, **kwargs))
    except Refused as fault:
        _tell(actor, now, fault)
        raise Http404 from fault


def _acted(actor: Actor, now: datetime, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    with ExitStack() as while_it_lasts:
        about_to_act.send(sender=Actor, while_it_lasts=while_it_lasts)
        while_it_lasts.enter_context(acting(actor, now=now))
        response = view()
        if isinstance(response, SimpleTemplateResponse):
            response.render()  # what it shows is read on the actor's behalf
        return response


def _tell(actor: Actor, now: datetime, fault: Refused) -> None:
    refused.send(
        sender=Actor, actor=actor, now=now, act=fault.act, kind=fault.kind, person=fault.person, object=fault.object
    )
