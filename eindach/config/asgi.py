"""ASGI: live events only, in a small process of their own (a page of WSGI would hold a thread for each)."""

import os
from urllib.parse import parse_qs

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eindach.config.settings")
django.setup()

from django.conf import settings  # noqa: E402

from eindach.booking.live import CHANNEL, watch_offer  # noqa: E402
from eindach.booking.offers import OfferInvalid  # noqa: E402
from eindach.notifications.live import Hub, Receive, Send, Stream, refuse  # noqa: E402

hub = Hub((CHANNEL,))


async def application(scope: dict, receive: Receive, send: Send) -> None:  # type: ignore[type-arg]
    """`/events/offers?offer=…`: one event `gone` when a place of the offer is taken."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] != "http":
        return
    elif scope["method"] != "GET" or scope["path"] != "/events/offers":
        await refuse(send, 404)
    else:
        offer = parse_qs(scope["query_string"].decode("ascii", "replace")).get("offer", [""])[0]
        try:
            await watch_offer(offer, Stream(send, receive, settings.PUBLIC_URL), hub)
        except OfferInvalid:
            await refuse(send, 404)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            hub.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            await hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
