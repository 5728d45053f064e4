"""Routes of this part, under the language prefix."""

from django.urls import path

from eindach.site import views, views_static

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views_static.help_page, name="help"),
    path("accessibility/", views_static.accessibility, name="accessibility"),
    path("privacy/", views_static.privacy, name="privacy"),
    path("imprint/", views_static.imprint, name="imprint"),
]
