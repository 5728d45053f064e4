"""Routes without a language: the bare address, the web manifest."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
