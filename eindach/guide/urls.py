"""Routes of this part, under the language prefix."""

from django.urls import include, path

from eindach.guide import views, views_kept, views_places, views_plan

app_name = "guide"
urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics/<slug:key>/", views.topic, name="topic"),
    path("matter/<slug:key>/", views.matter, name="matter"),
    path("search/", views.search_page, name="search"),
    path("places/", views_places.places, name="places"),
    path("places/<slug:key>/", views_places.service, name="service"),
    path("", include("eindach.guide.staff.directory.urls")),
    path("", include("eindach.guide.urls_municipalities")),
    path("next-steps/", views_plan.begin, name="plan"),
    path("next-steps/ask/<slug:page>/", views_plan.ask, name="plan-ask"),
    path("next-steps/<str:sealed>/", views_plan.show, name="my-plan"),
    path("next-steps/<str:sealed>/tick/", views_plan.tick, name="plan-tick"),
    path("next-steps/<str:sealed>/deadlines.ics", views_plan.calendar, name="plan-calendar"),
    path("next-steps/<str:sealed>/take-along/", views_plan.take_along, name="plan-take-along"),
    path("next-steps/<str:sealed>/keep/", views_kept.keep, name="keep-plan"),
    path("own/plan/<uuid:person_id>/", views_kept.show, name="kept"),
    path("own/plan/<uuid:person_id>/ask/<slug:page>/", views_kept.ask, name="kept-ask"),
    path("own/plan/<uuid:person_id>/tick/", views_kept.tick, name="kept-tick"),
    path("own/plan/<uuid:person_id>/forget/", views_kept.forget, name="kept-forget"),
]
