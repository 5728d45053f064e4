"""WSGI: the pages and the API."""

from django.core.wsgi import get_wsgi_application

from eindach.config.starting import set_up

set_up()
application = get_wsgi_application()
