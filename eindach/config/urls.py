"""All routes: the API without a language, the pages under the person's."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("eindach.api.urls")),
    path("", include("eindach.site.urls_plain")),
    *i18n_patterns(
        path("", include("eindach.site.urls")),
        path("", include("eindach.booking.urls")),
        path("", include("eindach.guide.urls")),
    ),
]
