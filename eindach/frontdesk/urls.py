"""Routes of the day, under the language prefix."""

from django.urls import path

from .views.screen import screen
from .views.visitor import back, leave, visitor

app_name = "frontdesk"
urlpatterns = [
    path("screen/<slug:key>/", screen, name="screen"),
    path("here/<str:token>/", visitor, name="visitor"),
    path("here/<str:token>/leave/", leave, name="leave"),
    path("here/<str:token>/back/", back, name="back"),
]
