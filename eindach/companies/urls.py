"""Routes of this part, under the language prefix."""

from django.urls import URLPattern

app_name = "companies"
urlpatterns: list[URLPattern] = []
