"""References a person can read out on the phone, and tokens nobody can guess."""

import base64
import hashlib
import hmac
import secrets
import unicodedata
import uuid

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: each of these pairs was confused when read aloud or off a cracked screen.
REFERENCE_ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
REFERENCE_LENGTH = 7
EINDACH_NAMESPACE = uuid.UUID("6d0f8c1c-5f0e-5bfb-9a55-3c7c8a0e8f11")


def new_reference() -> str:
    """A random reference such as 'K7M4XQA': 23^7 = 3.4e9 of them; it identifies, it never authorises."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


def ascii_digits(said: str) -> str:
    """'٤٢ ۴۲' -> '42 42': decimal digits of any script, as phones with another keyboard type them."""
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in said)


def readable(reference: str) -> str:
    """'K7M4XQA' -> 'K7M 4XQA', the way it is printed."""
    return f"{reference[:3]} {reference[3:]}"


def stable_uuid(*parts: str) -> uuid.UUID:
    """The same identifier for the same region, kind and key on every machine (RFC 9562, version 5)."""
    return uuid.uuid5(EINDACH_NAMESPACE, "/".join(parts))


def derived_token(secret: str, purpose: str, subject: str) -> str:
    """A 256-bit token derived from the server's secret: never stored, can be mailed again, useless without the key."""
    digest = hmac.new(secret.encode(), f"{purpose}:{subject}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def token_digest(token: str) -> str:
    """What is stored of a token: its SHA-256, hexadecimal, 64 characters."""
    return hashlib.sha256(token.encode()).hexdigest()


def small(contact: str) -> str:
    """A mail address in small letters, A to Z only. Other rules of cases make one mailbox of two: ı and i, ſ and s, the
    sign of kelvin and k have capitals in common."""
    return contact.strip().encode().lower().decode()


def identity_digest(name: str, contact: str) -> str:
    """One digest per person as far as a booking can tell: name and contact; of the name case, spaces and accents are
    folded, of the contact the case of A to Z."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    letters = " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())
    return hashlib.sha256(f"{letters}\n{small(contact)}".encode()).hexdigest()
