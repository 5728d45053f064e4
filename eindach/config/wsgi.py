"""WSGI: the pages and the API."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eindach.config.settings")
application = get_wsgi_application()

from eindach.translations import overlay  # noqa: E402 - models are there now

overlay.watch()

# What is loaded by now stays to the end: the collector need not look through all of it (0.2 s) every few dozen pages.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
