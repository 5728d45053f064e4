"""Text messages to phones, through the gateway of the operator's choice.

`settings.SMS_GATEWAY` is a URL of the library apprise, which knows some hundred gateways, with `{to}` where the number
goes: `seven://KEY/{to}`, `clicksend://USER:KEY@{to}`, `jsons://gateway.example/send?:to={to}` for a house's own. Empty:
no text messages leave this house, and no page offers them.
"""

from typing import Final
from urllib.parse import quote

from django.conf import settings

from .models import Message

PLACE: Final = "{to}"


class GatewayFault(Exception):
    """The gateway did not take the message. Says neither number nor key: faults stand in the outbox and in logs."""


def are_offered() -> bool:
    """Whether pages may offer a text message: a gateway is set up, or it is the demonstration with its outbox."""
    return bool(settings.SMS_GATEWAY or settings.DEMO)


def deliver(message: Message) -> None:
    """Hand one message over. GatewayFault, also for a gateway whose URL nobody can read."""
    import apprise  # with its HTTP client a tenth of the time a process takes to start, and most send none

    gateway = apprise.Apprise()
    if PLACE not in settings.SMS_GATEWAY or not gateway.add(settings.SMS_GATEWAY.replace(PLACE, quote(message.to, ""))):
        raise GatewayFault("EINDACH_SMS_GATEWAY is no URL of a gateway with {to} in it")
    if not gateway.notify(body=message.text, body_format=apprise.NotifyFormat.TEXT):
        raise GatewayFault("the gateway did not take it")
