"""All routes: the API without a language, the pages under the person's."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from eindach.accounts.urls_signing import urlpatterns_plain as returns_of_providers
from eindach.config.clock_page import move_clock

urlpatterns = [
    path("", include("eindach.api.urls")),
    path("", include("eindach.site.urls_plain")),
    *returns_of_providers,
    *i18n_patterns(
        path("", include("eindach.site.urls")),
        path("staff/demo/clock/", move_clock, name="demo-clock"),
        path("", include("eindach.accounts.urls_signing")),
        path("", include("eindach.accounts.urls")),  # before booking: `my/sign-in/` is no token
        path("", include("eindach.frontdesk.urls")),
        path("", include("eindach.companies.urls")),
        path("", include("eindach.questions.urls")),
        path("", include("eindach.translations.urls")),
        path("", include("eindach.casework.urls")),
        path("", include("eindach.consent.urls")),
        path("", include("eindach.booking.urls")),
        path("", include("eindach.guide.urls")),
        path("", include("eindach.notifications.urls")),
    ),
]

handler400 = "eindach.site.views_errors.bad_request"
handler403 = "eindach.site.views_errors.forbidden"
handler404 = "eindach.site.views_errors.not_found"
handler500 = "eindach.site.views_errors.failed"
