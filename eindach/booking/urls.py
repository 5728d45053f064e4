"""Routes of this part, under the language prefix."""

from django.urls import path

from .views.booked import booked
from .views.cancel import cancel
from .views.changes import loosen
from .views.check import check
from .views.contact import contact, renew
from .views.earlier import earlier
from .views.example import example
from .views.files import calendar, sheet
from .views.finish import finish
from .views.manage import manage
from .views.matters import matters
from .views.messages import language, write_again
from .views.move import move
from .views.plans import plans
from .views.proposal import answer
from .views.when import when

app_name = "booking"
urlpatterns = [
    path("plan/", matters, name="matters"),
    path("plan/example/", example, name="example"),
    path("plan/when/", when, name="when"),
    path("plan/plans/", plans, name="plans"),
    path("plan/plans/loosen/", loosen, name="loosen"),
    path("plan/contact/", contact, name="contact"),
    path("plan/contact/renew/", renew, name="renew"),
    path("plan/check/", check, name="check"),
    path("plan/booked/", booked, name="booked"),
    path("plan/finish/", finish, name="finish"),
    path("my/<str:token>/", manage, name="manage"),
    path("my/<str:token>/move/", move, name="move"),
    path("my/<str:token>/cancel/", cancel, name="cancel"),
    path("my/<str:token>/proposal/", answer, name="proposal"),
    path("my/<str:token>/language/", language, name="language"),
    path("my/<str:token>/earlier/", earlier, name="earlier"),
    path("my/<str:token>/write-again/", write_again, name="write-again"),
    path("my/<str:token>/calendar.ics", calendar, name="calendar"),
    path("my/<str:token>/appointments.pdf", sheet, name="sheet"),
]
