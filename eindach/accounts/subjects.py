"""How the trail names a person: by a keyed digest of their id, unreadable once the person is deleted."""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings


def subject_of(person: UUID) -> str:
    """64 hexadecimal characters; the same person is always the same subject."""
    return hmac.new(settings.SECRET_KEY.encode(), b"subject:" + person.bytes, hashlib.sha256).hexdigest()
