"""Routes of the API, the directory and operations."""

from django.urls import URLPattern, URLResolver, path

from .event_days import event_days_feed
from .guard import guarded, nothing_here
from .health import live, ready
from .hsds.api import api as hsds
from .hsds.api import without_slash as hsds_without_slash
from .metrics import metrics
from .v1.api import api as v1

nothing = guarded(nothing_here, who="public")
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", v1.urls),
    path("api/", nothing),
    path("api/<path:rest>", nothing),
    path("hsds", guarded(hsds_without_slash, who="public")),
    path("hsds/", hsds.urls),
    path("hsds/<path:rest>", nothing),
    path("feeds/event-days.ics", guarded(event_days_feed, who="public"), name="event-days-feed"),
    path("health/live", guarded(live, who="operations"), name="health-live"),
    path("health/ready", guarded(ready, who="operations"), name="health-ready"),
    path("metrics", guarded(metrics, who="operations"), name="metrics"),
]
