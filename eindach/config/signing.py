"""Settings of signing in: django-allauth, who may stay how long, the outside identity provider (docs/accounts.md)."""

import hashlib
import os
from typing import Any

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "casework:start"
OWN_DOOR_URL = "casework:own"
STAFF_CONTACT = os.environ.get("EINDACH_STAFF_CONTACT", "")  # whom staff ask who cannot sign in: address or number
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["name", "email"]}},
    {"NAME": "eindach.accounts.passwords.Guessable"},
]
"""How long and how hard to guess, never what it is made of: any characters will do."""

_WORDS = "eindach.accounts.forms_allauth"
ACCOUNT_FORMS = {
    "login": f"{_WORDS}.SignIn",
    "change_password": f"{_WORDS}.ChangePassword",
    "reset_password": f"{_WORDS}.AskForPassword",
    "reset_password_from_key": f"{_WORDS}.NewPassword",
    "reauthenticate": f"{_WORDS}.PasswordAgain",
}
MFA_FORMS = {
    "authenticate": f"{_WORDS}.SecondStep",
    "authenticate_webauthn": f"{_WORDS}.UsePasskey",
    "reauthenticate": f"{_WORDS}.SecondStepAgain",
    "activate_totp": f"{_WORDS}.SetUpApp",
    "add_webauthn": f"{_WORDS}.SetUpPasskey",
    "edit_webauthn": f"{_WORDS}.RenamePasskey",
}

ACCOUNT_ADAPTER = "eindach.accounts.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # asked for by allauth's checks; nobody signs up (adapters.py)
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation has proved the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or second factor is mailed
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "site:home"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Counted in the cache, which is a table all processes share (decision 9). Five failures a quarter of an hour for one
# address of mail; the usual limits of allauth for the rest.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/15m/ip,5/15m/key", "reset_password": "20/h/ip,5/h/key"}

MFA_ADAPTER = "eindach.accounts.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone signs in, so it must be two factors itself
MFA_TOTP_ISSUER = "Eindach"
MFA_TOTP_TOLERANCE = 1

SOCIALACCOUNT_ADAPTER = "eindach.accounts.adapters.Outside"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an outside account is known by issuer and subject, never by an address
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_QUERY_EMAIL = False


def outside(issuer: str, client: str, secret: str, name: str) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS for one OpenID Connect issuer; {} for an empty one.

    allauth keys accounts by (provider_id, subject). The id is made of the issuer, so that another issuer's subject
    never opens an account of this one's.
    """
    if not issuer:
        return {}
    app = {
        "provider_id": "oidc-" + hashlib.sha256(issuer.encode()).hexdigest()[:16],
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "SCOPE": ["openid"], "APPS": [app]}}


OIDC_ISSUER = os.environ.get("EINDACH_OIDC_ISSUER", "").rstrip("/")
SOCIALACCOUNT_PROVIDERS = outside(
    OIDC_ISSUER,
    os.environ.get("EINDACH_OIDC_CLIENT", "eindach"),
    os.environ.get("EINDACH_OIDC_SECRET", ""),
    os.environ.get("EINDACH_OIDC_NAME", "OpenID Connect"),
)
