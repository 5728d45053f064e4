"""Routes of this part, under the language prefix."""

from django.urls import URLPattern

app_name = "questions"
urlpatterns: list[URLPattern] = []
