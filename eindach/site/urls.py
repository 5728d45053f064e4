"""Routes of this part, under the language prefix."""

from django.urls import path

from eindach.site import views, views_barriers, views_offline, views_static

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views_static.help_page, name="help"),
    path("accessibility/", views_barriers.accessibility, name="accessibility"),
    path("accessibility/report/", views_barriers.report_barrier, name="report-barrier"),
    path("how-it-works/", views_barriers.how_it_works, name="how-it-works"),
    path("sign-language/", views_barriers.sign_language, name="sign-language"),
    path("privacy/", views_static.privacy, name="privacy"),
    path("on-this-phone/", views_offline.on_this_phone, name="on-this-phone"),
    path("imprint/", views_static.imprint, name="imprint"),
]
