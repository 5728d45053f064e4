from django.urls import path

from . import views, views_cases

urlpatterns = [
    path("staff/referrals/", views.referrals, name="referrals"),
    path("staff/referrals/<uuid:referral_id>/", views.referral, name="referral"),
    path("staff/referrals/<uuid:referral_id>/case/", views.take_on_as_case, name="referral-case"),
    path("staff/referrals/<uuid:referral_id>/<slug:what>/", views.act, name="referral-act"),
    path("staff/cases/", views_cases.open_ones, name="cases"),
    path("staff/cases/<uuid:case_id>/", views_cases.case, name="case"),
    path("staff/cases/<uuid:case_id>/<slug:what>/", views_cases.act, name="case-act"),
    path("staff/people/<uuid:person_id>/refer/", views.refer_person, name="refer"),
    path("staff/people/<uuid:person_id>/case/", views_cases.open_for_person, name="open-case"),
]
