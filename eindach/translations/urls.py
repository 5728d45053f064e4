from django.urls import path

from .staff import files, views

app_name = "translations"
urlpatterns = [
    path("staff/translations/", views.overview, name="list"),
    path("staff/translations/glossary/", views.glossary, name="glossary"),
    path("staff/translations/<slug:code>/as/<slug:form>/", files.handed_out, name="hand-out"),
    path("staff/translations/<slug:code>/take/", files.taken_in, name="take"),
    path("staff/translations/<slug:code>/<slug:key>/", views.text, name="text"),
    path("staff/translations/<slug:code>/<slug:key>/take-back/", views.take_back, name="take-back"),
]
