"""Keys made of the secret, one for each purpose: a copy of the database alone reads nothing that is sealed."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def safe(purpose: str) -> Fernet:
    key = hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
