"""Settings of the test suite: the same site, without what only makes tests slow or order-dependent."""

import os

os.environ.setdefault("EINDACH_SECRET_KEY", "only-for-tests")  # before the import: no test writes a key into var/

from eindach.config.settings import *  # noqa: F403
from eindach.config.settings import MIDDLEWARE, STORAGES

# With the manifest storage every template would need collectstatic first.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = ["tests.working_as_web.AsWeb", "tests.trail.watching.Watched", *MIDDLEWARE]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
RATES = {}  # everybody is one address here; the tests of the limits set their own
