"""The outbox. For the demonstration only: what the people of the sample region got."""

from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<uuid:message_id>/", views.message, name="message"),
    path("outbox/<uuid:message_id>/html/", views.message_html, name="message_html"),
    path("outbox/<uuid:message_id>/files/<int:attachment_id>/", views.attachment, name="attachment"),
]
