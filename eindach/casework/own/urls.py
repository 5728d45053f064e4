"""Routes of a person's own door, and of who answers what they ask for."""

from django.urls import path

from .views import consent, contact, deletion, home

urlpatterns = [
    path("own/", home.home, name="own"),
    path("own/my-data.json", home.everything, name="own-everything"),
    path("own/my-data.pdf", home.everything_to_read, name="own-everything-to-read"),
    path("own/consents/<uuid:consent_id>/", consent.consent, name="own-consent"),
    path("own/consents/<uuid:consent_id>/withdraw/", consent.withdraw, name="own-withdraw"),
    path("own/<uuid:person_id>/contact/", contact.contact, name="own-contact"),
    path("own/<uuid:person_id>/contact/code/", contact.contact_code, name="own-contact-code"),
    path("own/<uuid:person_id>/language/", contact.language, name="own-language"),
    path("own/<uuid:person_id>/no-phone/", contact.no_phone, name="own-no-phone"),
    path("own/<uuid:person_id>/delete/", deletion.delete, name="own-delete"),
    path("own/<uuid:person_id>/delete/code/", deletion.delete_code, name="own-delete-code"),
    path("own/gone/", deletion.gone, name="own-gone"),
    path("staff/deletions/", deletion.requests, name="deletions"),
    path("staff/deletions/<uuid:request_id>/", deletion.answer, name="deletion"),
]
