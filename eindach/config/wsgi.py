"""WSGI: the pages and the API."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eindach.config.settings")
application = get_wsgi_application()
