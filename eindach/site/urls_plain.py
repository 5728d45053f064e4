"""Routes without a language: the bare address, the web manifest, whom to tell of a weakness."""

from django.urls import path

from eindach.site import views_security, views_static

urlpatterns = [
    path("", views_static.bare_address, name="bare"),
    path("manifest.webmanifest", views_static.manifest, name="manifest"),
    path(".well-known/security.txt", views_security.security_txt, name="security-txt"),
]
