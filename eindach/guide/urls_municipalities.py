"""Routes of municipalities, included by those of the guide."""

from django.urls import path

from eindach.guide import views_municipalities as views
from eindach.guide.staff import municipalities as staff

urlpatterns = [
    path("municipalities/", views.municipalities, name="municipalities"),
    path("municipalities/pictures/<uuid:picture_id>/", views.picture, name="municipality-picture"),
    path("municipalities/<slug:key>/", views.municipality, name="municipality"),
    path("municipalities/<slug:key>/events.ics", views.calendar, name="municipality-calendar"),
    path("municipalities/<slug:key>/<slug:form>.pdf", views.paper, name="municipality-paper"),
    path("m/<slug:key>/", views.short, name="municipality-short"),
    path("staff/municipalities/", staff.mine, name="my-municipalities"),
    path("staff/municipalities/<slug:key>/", staff.overview, name="my-municipality"),
    path("staff/municipalities/<slug:key>/<slug:part>/", staff.edit, name="edit-municipality"),
]
