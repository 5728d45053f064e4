"""What travels through a form, an address or an API without being stored: nobody but us can read it or make one.

AES-256-GCM (NIST SP 800-38D) under a key of its own for each purpose (HKDF, RFC 5869), so it may stand where servers
and proxies write addresses down.
"""

import json
import os
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12
LONGEST = 8_000


class NotSealed(ValueError):
    """Forged, cut off, or never ours."""


def seal(purpose: str, said: Any) -> str:
    """Opaque letters of an address for anything JSON can say."""
    packed = zlib.compress(json.dumps(said, separators=(",", ":")).encode())
    nonce = os.urandom(NONCE_BYTES)
    return (
        urlsafe_b64encode(nonce + _cipher(purpose, settings.SECRET_KEY).encrypt(nonce, packed, None))
        .rstrip(b"=")
        .decode()
    )


def unseal(purpose: str, sealed: str) -> Any:
    """The inverse; NotSealed for anything else. Only what we sealed is ever unpacked."""
    if len(sealed) > LONGEST:
        raise NotSealed
    try:
        given = urlsafe_b64decode(sealed.encode("ascii") + b"=" * (-len(sealed) % 4))
    except ValueError as fault:
        raise NotSealed from fault
    nonce, hidden = given[:NONCE_BYTES], given[NONCE_BYTES:]
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return json.loads(zlib.decompress(_cipher(purpose, secret).decrypt(nonce, hidden, None)))
        except (InvalidTag, ValueError):  # ValueError: too short to be anything
            continue
    raise NotSealed


@lru_cache(maxsize=8)
def _cipher(purpose: str, secret: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=purpose.encode(), info=b"").derive(secret.encode()))
