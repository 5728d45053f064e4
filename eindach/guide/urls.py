"""Routes of this part, under the language prefix."""

from django.urls import URLPattern, URLResolver

app_name = "guide"
urlpatterns: list[URLPattern | URLResolver] = []
