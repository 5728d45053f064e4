from django.urls import path

from . import views
from .own import views as own

app_name = "casework"
urlpatterns = [
    path("staff/", views.start, name="start"),
    path("staff/people/", views.search, name="search"),
    path("staff/people/<uuid:person_id>/", views.person, name="person"),
    path("staff/offices/<slug:key>/", views.office, name="office"),
    path("staff/figures/", views.figures, name="figures"),
    path("own/", own.home, name="own"),
    path("own/<uuid:person_id>/contact/", own.contact, name="own-contact"),
    path("own/consents/<uuid:consent_id>/withdraw/", own.withdraw, name="own-withdraw"),
    path("own/my-data.json", own.everything, name="own-everything"),
    path("staff/calls/<int:enquiry_id>/answered/", views.answered, name="answered"),
]
