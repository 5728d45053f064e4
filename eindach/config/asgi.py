"""ASGI: live events only, in a small process of their own (a page of WSGI would hold a thread for each)."""

from typing import Any
from urllib.parse import parse_qs

from eindach.config.starting import set_up

set_up()

from django.conf import settings  # noqa: E402
from django.http import HttpRequest  # noqa: E402

from eindach.accounts.rates import client_address  # noqa: E402
from eindach.booking.live import Asked, states, watch_offer  # noqa: E402
from eindach.booking.locks import CHANGED  # noqa: E402
from eindach.booking.offers import OfferInvalid  # noqa: E402
from eindach.config.headers import always  # noqa: E402
from eindach.frontdesk import live as house  # noqa: E402
from eindach.frontdesk.telling import CHANGED as HOUSE_CHANGED  # noqa: E402
from eindach.notifications.live import Hub, NoPlace, Places, Receive, Send, Stream, refuse  # noqa: E402
from eindach.translations import overlay  # noqa: E402

AGAIN_SECONDS = 30
LONGEST_NUMBER = 9
hub, asked, houses = Hub((CHANGED, HOUSE_CHANGED)), Asked(states), house.Houses(house.look_at)
places = Places(most=settings.STREAMS, most_of_one=settings.STREAMS_OF_ONE_ADDRESS)
rooms = Places(most=settings.STREAMS, most_of_one=settings.STREAMS_OF_ONE_HOUSE)
"""Of waiting rooms: many phones and displays behind one address."""


async def application(scope: dict, receive: Receive, send: Send) -> None:  # type: ignore[type-arg]
    """`/events/offers?offer=…`: one event `gone` when a place of the offer is taken. `/events/house?screen=…`,
    `/events/visit?token=…`: what a call display or a visitor's page shows, whenever it changes.
    `/events/changes?house=…[&counter=…]`: only that it did."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    if scope["type"] != "http":
        return
    send = _with_headers(send)
    watch = ROUTES.get(scope["path"]) if scope["method"] == "GET" else None
    if watch is None:
        await refuse(send, 404)
        return
    asked_for = {name: said[0] for name, said in parse_qs(scope["query_string"].decode("ascii", "replace")).items()}
    try:
        with (places if watch is _offer else rooms).taken(_address(scope)):
            await watch(asked_for, Stream(send, receive, settings.PUBLIC_URL))
    except (OfferInvalid, house.NotHere):
        await refuse(send, 404)
    except NoPlace:
        await refuse(send, 503, retry_after=AGAIN_SECONDS)


async def _offer(said: dict[str, str], stream: Stream) -> None:
    await watch_offer(said.get("offer", ""), stream, hub, asked)


async def _screen(said: dict[str, str], stream: Stream) -> None:
    await house.watch_screen(said.get("screen", ""), stream, houses)


async def _changes(said: dict[str, str], stream: Stream) -> None:
    await house.watch_changes(said.get("house", ""), said.get("counter", "")[:LONGEST_NUMBER], stream, houses)


async def _visit(said: dict[str, str], stream: Stream) -> None:
    await house.watch_visit(said.get("token", ""), said.get("language", ""), stream, houses)


ROUTES = {
    "/events/offers": _offer,
    "/events/house": _screen,
    "/events/visit": _visit,
    "/events/changes": _changes,
}


def _with_headers(send: Send) -> Send:
    """What pages carry too."""
    more = [
        (name.lower().encode(), value.encode())
        for name, value in always().items()
        if name != "Cross-Origin-Resource-Policy"  # the pages' origin is another port
    ]

    async def with_headers(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return with_headers


def _address(scope: dict) -> str:  # type: ignore[type-arg]
    """The client as pages know it: behind proxies of ours what they say, else who is connected."""
    request = HttpRequest()
    forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"x-forwarded-for"]
    request.META["HTTP_X_FORWARDED_FOR"] = ",".join(forwarded)
    request.META["REMOTE_ADDR"] = (scope.get("client") or ("",))[0]
    return client_address(request)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            hub.start()
            houses.start(hub)
            overlay.watch()
            await send({"type": "lifespan.startup.complete"})
        else:
            await houses.stop()
            await asked.stop()
            await hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
