"""Settings. Everything an operator sets comes from the environment (docs/operations.md has the table)."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from eindach.config import embedded, sample_clock
from eindach.config.logs import LOGGING as LOGGING
from eindach.config.machine import encrypt_database, is_here
from eindach.config.secret import secret_key
from eindach.config.signing import *  # noqa: F403
from eindach.config.signing import OIDC_ISSUER
from eindach.kernel.languages import RTL, SHIPPED

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = embedded.default_data()
DEMO = os.environ.get("EINDACH_DEMO") == "1"
CLOCK = Path(file) if (file := os.environ.get("EINDACH_CLOCK")) else None
if CLOCK:
    sample_clock.follow(CLOCK, demo=DEMO)
SECRET_KEY = secret_key(DATA_DIR)
PUBLIC_URL = os.environ.get("EINDACH_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
DEBUG = os.environ.get("EINDACH_DEBUG") == "1" and not HTTPS  # a site people reach shows nobody its inside
EVENTS_URL = os.environ.get("EINDACH_EVENTS_URL", "")
SECURITY_CONTACT = os.environ.get("EINDACH_SECURITY_CONTACT", "")  # mailto: or https: of security.txt
ALLOWED_HOSTS = [h for h in os.environ.get("EINDACH_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "eindach.site.views_errors.form_expired"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "eindach.api",
    "eindach.site",
    "eindach.frontdesk",
    "eindach.companies",
    "eindach.questions",
    "eindach.translations",
    "eindach.casework",
    "eindach.booking",
    "eindach.guide",
    "eindach.consent",
    "eindach.accounts",
    "eindach.directory",
    "eindach.notifications",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "eindach.config.headers.Headers",
    "eindach.api.middleware.Observed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # adds random bytes against BREACH (Heal the Breach)
    "django.contrib.sessions.middleware.SessionMiddleware",
    "eindach.site.staff_area.InTheirLanguage",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "eindach.site.redrawing.InAnotherLanguage",  # behind the check of the token
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "eindach.accounts.middleware.SessionLimits",
    "eindach.consent.middleware.Acting",
    "eindach.site.only_sent.SaidInWords",
]

ROOT_URLCONF = "eindach.config.urls"
WSGI_APPLICATION = "eindach.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "eindach.site.context.site",
            ]
        },
    }
]

FORM_RENDERER = "eindach.site.form_rendering.Renderer"

# The program works as a role that owns nothing (docs/permission.md); `eindach migrate` alone as the owner.
DATABASE = dj_database_url.config() if os.environ.get("DATABASE_URL") else embedded.address(role=embedded.WEB)
encrypt_database(str(DATABASE.get("HOST", "")))
DATABASES = {
    "default": {
        **DATABASE,
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            **DATABASE.get("OPTIONS", {}),  # such as sslmode of the address
            "pool": {"min_size": 1, "max_size": int(os.environ.get("EINDACH_POOL", "8")), "timeout": 10},
            # Nobody waits long for a row; who times out is tried again with jitter (booking/retry.py).
            "options": f"-c lock_timeout=3s -c role={embedded.WEB}",
        },
    }
}

AUTH_USER_MODEL = "accounts.User"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# What all processes must know of sign-ins: failures, used codes (decision 9). The table is UNLOGGED.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24
# Cookies of this host alone: a neighbour under the same domain can neither read nor plant them.
OF_THIS_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{OF_THIS_HOST}session"
CSRF_COOKIE_NAME = f"{OF_THIS_HOST}csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # scripts take the token out of the form
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# Pages lead on to https; what programs call is refused in the clear instead (headers.py), so that they notice.
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(?:api|hsds|health|metrics)(?:/|$)"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *([EVENTS_URL] if EVENTS_URL else [])],
        "form-action": [SELF, *([OIDC_ISSUER] if OIDC_ISSUER else [])],  # signing in there starts with a form here
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "media-src": [SELF],
    }
}

USE_TZ = True
TIME_ZONE = os.environ.get("EINDACH_TIME_ZONE", "Europe/Berlin")
USE_I18N = True
LANGUAGE_CODE = "de"
LANGUAGES = [(language.code, language.native) for language in SHIPPED]
LANGUAGES_BIDI = sorted(RTL)
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_django"]
FORMAT_MODULE_PATH = ["eindach.config.formats"]
LANGUAGE_COOKIE_NAME = f"{OF_THIS_HOST}language"
PHONENUMBER_DEFAULT_REGION = "DE"
PHONENUMBER_DB_FORMAT = "E164"

WHITENOISE_ALLOW_ALL_ORIGINS = False  # fonts and styles are for our own pages
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Files the region puts there itself, at their names: videos in sign language (docs/accessibility.md).
PUBLIC_FILES = DATA_DIR / "public"
WHITENOISE_ROOT = PUBLIC_FILES if PUBLIC_FILES.is_dir() else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail: real SMTP when EINDACH_SMTP_HOST is set; without it messages wait in the outbox (the demo shows it as a page).
SMTP_CONFIGURED = bool(os.environ.get("EINDACH_SMTP_HOST"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EINDACH_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("EINDACH_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EINDACH_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EINDACH_SMTP_PASSWORD", "")
# Encrypted and with a certificate that is checked, unless the mail server is this machine.
EMAIL_USE_TLS = os.environ.get("EINDACH_SMTP_TLS", "0" if is_here(EMAIL_HOST) else "1") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EINDACH_MAIL_FROM", "termine@eindach.example")

# Questions by mail come to this address and to it with a tag (`eindach take-mail` reads them); empty: none do.
QUESTIONS_MAIL = os.environ.get("EINDACH_QUESTIONS_MAIL", "")

# Text messages: the URL of a gateway with {to} in it (notifications/texting.py); empty: none are sent or offered.
SMS_GATEWAY = os.environ.get("EINDACH_SMS_GATEWAY", "")

# The content of a mail is purged this long after it was written; its row stays for counting.
MAIL_KEPT_DAYS = int(os.environ.get("EINDACH_MAIL_KEPT_DAYS", "30"))

# Views that take a file say so (`takes_file`), and have their line in chapter V5 of docs/asvs.md.
LARGEST_REQUEST = DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["eindach.config.taken_files.OnlyWhereTaken"]

# Retention (docs/retention.md): the switch that stops all of it, and the log of what ended, outside the database.
DELETE_DUE = os.environ.get("EINDACH_DELETE_DUE") != "off"
DELETION_LOG = Path(os.environ.get("EINDACH_DELETION_LOG") or DATA_DIR / "deletions.jsonl")

HOLD_MINUTES = 10
LEAD_MINUTES = int(os.environ.get("EINDACH_LEAD_MINUTES", "30"))
HORIZON_DAYS = int(os.environ.get("EINDACH_HORIZON_DAYS", "90"))

# Requests a client address may make, e.g. "120/m"; "off" for none. EINDACH_RATE=off ends all limits (benchmarks).
# In the demonstration everybody comes from the same address, so only what guards secrets stays as narrow as usual.
# "hold" is by the hour, about one a minute: with a hold's longest life it bounds what one address can keep from others.
USUAL_RATES = {"search": "120/m", "hold": "60/h", "book": "60/m", "manage": "60/m", "read": "1200/m"}
USUAL_RATES |= {"form": "300/m", "letter": "20/h"}
if DEMO:
    USUAL_RATES |= {"search": "6000/m", "hold": "6000/h", "book": "6000/m", "read": "12000/m"}
    USUAL_RATES |= {"form": "6000/m", "letter": "600/h"}
RATES = {
    name: "off" if os.environ.get("EINDACH_RATE") == "off" else os.environ.get(f"EINDACH_RATE_{name.upper()}", usual)
    for name, usual in USUAL_RATES.items()
}
# Open pages that wait for live events, in one process: in all, and of one client address (a page has some, one a plan).
STREAMS = int(os.environ.get("EINDACH_STREAMS", "2000"))
STREAMS_OF_ONE_ADDRESS = int(os.environ.get("EINDACH_STREAMS_PER_ADDRESS", "60"))
# Of call displays and visitors' pages: a whole waiting room shares the address of the house.
STREAMS_OF_ONE_HOUSE = int(os.environ.get("EINDACH_STREAMS_PER_HOUSE", "600"))
TRUSTED_PROXIES = int(os.environ.get("EINDACH_TRUSTED_PROXIES", "0"))  # how many X-Forwarded-For entries are ours
METRICS_TOKEN = os.environ.get("EINDACH_METRICS_TOKEN", "")  # empty: /metrics answers this machine only
