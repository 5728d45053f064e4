"""Routes of this part, under the language prefix."""

from django.urls import path

from eindach.site import views, views_offline, views_static

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views_static.help_page, name="help"),
    path("accessibility/", views_static.accessibility, name="accessibility"),
    path("privacy/", views_static.privacy, name="privacy"),
    path("on-this-phone/", views_offline.on_this_phone, name="on-this-phone"),
    path("imprint/", views_static.imprint, name="imprint"),
]
