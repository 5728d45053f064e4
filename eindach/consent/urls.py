from django.urls import path

from . import trail_views
from .views import consents, glass, rules

app_name = "consent"
urlpatterns = [
    path("staff/trail/", trail_views.events, name="trail"),
    path("staff/trail/export.csv", trail_views.export, name="trail-export"),
    path("staff/consents/", consents.consents, name="consents"),
    path("staff/consents/ask/<uuid:person_id>/", consents.ask, name="ask"),
    path("staff/consents/<uuid:consent_id>/", consents.consent, name="consent"),
    path("staff/consents/<uuid:consent_id>/answer/", consents.answer, name="answer"),
    path("staff/consents/<uuid:consent_id>/withdraw/", consents.withdraw, name="withdraw"),
    path("staff/consents/<uuid:consent_id>/receipt.pdf", consents.receipt, name="receipt"),
    path("staff/legal-bases/", rules.legal_bases, name="legal-bases"),
    path("staff/break-glass/", glass.break_glass, name="break-glass"),
    path("staff/reviews/", glass.reviews, name="reviews"),
    path("staff/reviews/<uuid:glass_id>/", glass.review, name="review"),
]
