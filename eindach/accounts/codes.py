"""A newcomer's sign-in: a code of six digits, sent to a contact people are known by.

The code lives in the session that asked, as a keyed digest, for ten minutes and three tries. The tries are counted in
the table of rates, because requests that run at once would all read the same count from a session. For an address
nobody is known by, everything is the same but the mail. A port for text messages would be `send_code`; there is no
gateway yet.
"""

import hmac
import secrets
from collections.abc import MutableMapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from .letters import send_code, send_hint_to_staff
from .models import Membership, Person, User
from .rates import Limit, spend

DIGITS: Final = 6
LASTS: Final = timedelta(minutes=10)
TRIES: Final = Limit(3, timedelta(days=30))
"""A code lives for minutes: nothing comes back while it does."""
MAILS: Final = Limit(5, timedelta(hours=1))
KEY: Final = "code"

Session = MutableMapping[str, Any] | SessionBase


def ask(session: Session, *, email: str, language: str, now: datetime) -> None:
    """Put a code into the session, and mail it if anybody is known by this address."""
    email = email.strip().lower()
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    nonce = secrets.token_urlsafe(16)
    session[KEY] = {"nonce": nonce, "email": email, "digest": _digest(nonce, code), "at": now.timestamp()}
    if spend("code-mail", MAILS, email, now=now).retry_after:
        return
    if _is_staff(email):
        send_hint_to_staff(email, language=language, now=now)
    elif Person._base_manager.filter(email__iexact=email).exists():
        send_code(email, code, language=language, now=now)


def asked_for(session: Session, *, now: datetime) -> str:
    """The address a code is awaited for; empty: none, or too long ago."""
    waiting = session.get(KEY)
    if not waiting or now.timestamp() - waiting["at"] >= LASTS.total_seconds():
        return ""
    return str(waiting["email"])


def prove(session: Session, *, code: str, now: datetime) -> User | None:
    """The user of the address, made now if there was none; None for a wrong code, a fourth try, an old code."""
    email = asked_for(session, now=now)
    if not email:
        return None
    waiting = session[KEY]
    if spend("code-try", TRIES, waiting["nonce"], now=now).retry_after:
        return None
    if not hmac.compare_digest(waiting["digest"], _digest(waiting["nonce"], "".join(code.split()))):
        return None
    del session[KEY]
    # Asked again: they may have begun to work here meanwhile.
    if _is_staff(email) or not Person._base_manager.filter(email__iexact=email).exists():
        return None
    with transaction.atomic():
        user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    return user if user.is_active else None


def _is_staff(email: str) -> bool:
    return Membership.objects.filter(user__email=email, ended_at=None).exists()


def _digest(nonce: str, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"code:{nonce}:{code}".encode(), sha256).hexdigest()
