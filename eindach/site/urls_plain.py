"""Routes without a language: the bare address, what browsers keep, what may be found, whom to tell of a weakness."""

from django.urls import path

from eindach.site import views_offline, views_security, views_sitemap, views_static

urlpatterns = [
    path("", views_static.bare_address, name="bare"),
    path("worker.js", views_offline.worker, name="worker"),
    path("manifest.webmanifest", views_static.manifest, name="manifest"),
    path("robots.txt", views_sitemap.robots, name="robots"),
    path("sitemap.xml", views_sitemap.sitemap, name="sitemap"),
    path(".well-known/security.txt", views_security.security_txt, name="security-txt"),
]
