from django.urls import path

from . import trail_views
from .views import consents, glass, keeping, laws, rules

app_name = "consent"
urlpatterns = [
    path("staff/trail/", trail_views.events, name="trail"),
    path("staff/trail/export.csv", trail_views.export, name="trail-export"),
    path("staff/consents/", consents.consents, name="consents"),
    path("staff/consents/ask/<uuid:person_id>/", consents.ask, name="ask"),
    path("staff/consents/<uuid:consent_id>/", consents.consent, name="consent"),
    path("staff/consents/<uuid:consent_id>/answer/", consents.answer, name="answer"),
    path("staff/consents/law/<uuid:person_id>/", laws.grant, name="by-law"),
    path("staff/consents/law/<uuid:grant_id>/end/", laws.end, name="by-law-end"),
    path("staff/consents/<uuid:consent_id>/renew/", consents.renew, name="renew"),
    path("staff/consents/<uuid:consent_id>/withdraw/", consents.withdraw, name="withdraw"),
    path("staff/consents/<uuid:consent_id>/receipt.pdf", consents.receipt, name="receipt"),
    path("staff/consents/<uuid:consent_id>/receipt.json", consents.record, name="record"),
    path("own/consents/<uuid:consent_id>/receipt.pdf", consents.own_receipt, name="own-receipt"),
    path("own/consents/<uuid:consent_id>/receipt.json", consents.own_record, name="own-record"),
    path("staff/legal-bases/", rules.legal_bases, name="legal-bases"),
    path("staff/retention/", keeping.retention, name="retention"),
    path("staff/retention/lists/", keeping.propose, name="destruction-propose"),
    path("staff/retention/lists/<uuid:list_id>/", keeping.destruction, name="destruction"),
    path("staff/retention/lists/<uuid:list_id>/sign/", keeping.sign, name="destruction-sign"),
    path("staff/holds/", keeping.holds, name="holds"),
    path("staff/holds/<uuid:hold_id>/lift/", keeping.lift, name="hold-lift"),
    path("staff/break-glass/", glass.break_glass, name="break-glass"),
    path("staff/reviews/", glass.reviews, name="reviews"),
    path("staff/reviews/<uuid:glass_id>/", glass.review, name="review"),
]
