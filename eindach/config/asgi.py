"""ASGI: live events only, in a small process of their own (a page of WSGI would hold a thread for each)."""

import os
from typing import Any
from urllib.parse import parse_qs

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eindach.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.http import HttpRequest  # noqa: E402

from eindach.accounts.rates import client_address  # noqa: E402
from eindach.booking.live import Asked, states, watch_offer  # noqa: E402
from eindach.booking.locks import CHANGED  # noqa: E402
from eindach.booking.offers import OfferInvalid  # noqa: E402
from eindach.config.headers import always  # noqa: E402
from eindach.notifications.live import Hub, NoPlace, Places, Receive, Send, Stream, refuse  # noqa: E402

AGAIN_SECONDS = 30
hub, asked = Hub((CHANGED,)), Asked(states)
places = Places(most=settings.STREAMS, most_of_one=settings.STREAMS_OF_ONE_ADDRESS)


async def application(scope: dict, receive: Receive, send: Send) -> None:  # type: ignore[type-arg]
    """`/events/offers?offer=…`: one event `gone` when a place of the offer is taken."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    if scope["type"] != "http":
        return
    send = _with_headers(send)
    if scope["method"] != "GET" or scope["path"] != "/events/offers":
        await refuse(send, 404)
    else:
        offer = parse_qs(scope["query_string"].decode("ascii", "replace")).get("offer", [""])[0]
        try:
            with places.taken(_address(scope)):
                await watch_offer(offer, Stream(send, receive, settings.PUBLIC_URL), hub, asked)
        except OfferInvalid:
            await refuse(send, 404)
        except NoPlace:
            await refuse(send, 503, retry_after=AGAIN_SECONDS)


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
            await send({"type": "lifespan.startup.complete"})
        else:
            await asked.stop()
            await hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
