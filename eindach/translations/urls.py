from django.urls import path

from .staff import files, municipality, views

app_name = "translations"
urlpatterns = [
    path("staff/translations/", views.overview, name="list"),
    path("staff/translations/glossary/", views.glossary, name="glossary"),
    path("staff/translations/municipalities/<slug:town>/", municipality.overview, name="of-town"),
    path(
        "staff/translations/municipalities/<slug:town>/<slug:code>/<slug:key>/", municipality.text, name="text-of-town"
    ),
    path("staff/translations/<slug:code>/as/<slug:form>/", files.handed_out, name="hand-out"),
    path("staff/translations/<slug:code>/take/", files.taken_in, name="take"),
    path("staff/translations/<slug:code>/<slug:key>/", views.text, name="text"),
    path("staff/translations/<slug:code>/<slug:key>/take-back/", views.take_back, name="take-back"),
]
