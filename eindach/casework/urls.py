from django.urls import path

from . import views
from .own import urls as own
from .staff import urls as helping

app_name = "casework"
urlpatterns = [
    path("staff/", views.start, name="start"),
    path("staff/people/", views.search, name="search"),
    path("staff/people/<uuid:person_id>/", views.person, name="person"),
    path("staff/offices/<slug:key>/", views.office, name="office"),
    path("staff/figures/", views.figures, name="figures"),
    *helping.urlpatterns,
    *own.urlpatterns,
]
