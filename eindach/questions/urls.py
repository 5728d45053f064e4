"""Routes of this part, under the language prefix."""

from django.urls import path

from . import views, views_talk
from .staff import helping
from .staff import views as desk

app_name = "questions"
urlpatterns = [
    path("ask/", views.ask_question, name="ask"),
    path("ask/<str:sealed>/", views.thread, name="thread"),
    path("ask/<str:sealed>/settled/", views.settled, name="settled"),
    path("call-me-back/", views.call_me_back, name="call-me-back"),
    path("call-me-back/thanks/", views.thanks, name="thanks"),
    path("talk/", views_talk.talk, name="talk"),
    path("talk/<str:time>/", views_talk.call_at, name="call-at"),
    path("staff/questions/", desk.waiting, name="inbox"),
    path("staff/questions/phone-note/", desk.phone_note, name="phone-note"),
    path("staff/questions/figures/", desk.figures, name="figures"),
    path("staff/questions/calls/<int:appointment_id>/", desk.call_made, name="call-made"),
    path("staff/questions/<int:enquiry_id>/", desk.thread, name="staff-thread"),
    path("staff/questions/<int:enquiry_id>/book/", desk.book, name="staff-book"),
    path("staff/questions/<int:enquiry_id>/case/", helping.case, name="staff-case"),
    path("staff/questions/<int:enquiry_id>/refer/", helping.refer, name="staff-refer"),
    path("staff/questions/<int:enquiry_id>/<slug:what>/", desk.act, name="staff-act"),
]
