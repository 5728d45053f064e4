"""Routes without a language: the bare address, the web manifest."""

from django.urls import path

from eindach.site import views_static

urlpatterns = [
    path("", views_static.bare_address, name="bare"),
    path("manifest.webmanifest", views_static.manifest, name="manifest"),
]
