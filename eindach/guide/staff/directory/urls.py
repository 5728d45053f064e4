"""Routes of the directory's upkeep, under the language prefix; names are the guide's."""

from django.urls import path

from . import desk, files, office

urlpatterns = [
    path("directory-check/<str:sealed>/", office.assure, name="assure"),
    path("directory-check/<str:sealed>/new-link/", office.renew, name="assure-renew"),
    path("directory-check/<str:sealed>/right/<slug:key>/", office.confirm, name="assure-confirm"),
    path("directory-check/<str:sealed>/different/<slug:key>/", office.correct, name="assure-correct"),
    path("staff/directory/", desk.upkeep, name="upkeep"),
    path("staff/directory/decide/", desk.decide, name="upkeep-decide"),
    path("staff/directory/ask/", desk.ask, name="upkeep-ask"),
    path("staff/directory/tables/<slug:table>.csv", files.csv_out, name="upkeep-csv"),
    path("staff/directory/tables.xlsx", files.workbook_out, name="upkeep-workbook"),
    path("staff/directory/load/", files.look, name="upkeep-look"),
    path("staff/directory/load/apply/", files.apply, name="upkeep-apply"),
]
