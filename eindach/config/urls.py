"""All routes: the API without a language, the pages under the person's."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("eindach.api.urls")),
    path("", include("eindach.site.urls_plain")),
    *i18n_patterns(
        path("", include("eindach.site.urls")),
        path("", include("eindach.casework.urls")),
        path("", include("eindach.booking.urls")),
        path("", include("eindach.guide.urls")),
        path("", include("eindach.notifications.urls")),
    ),
]

handler400 = "eindach.site.views_errors.bad_request"
handler403 = "eindach.site.views_errors.forbidden"
handler404 = "eindach.site.views_errors.not_found"
handler500 = "eindach.site.views_errors.failed"
