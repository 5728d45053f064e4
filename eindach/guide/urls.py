"""Routes of this part, under the language prefix."""

from django.urls import path

from eindach.guide import views, views_enquiry

app_name = "guide"
urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics/<slug:key>/", views.topic, name="topic"),
    path("matter/<slug:key>/", views.matter, name="matter"),
    path("search/", views.search_page, name="search"),
    path("call-me-back/", views_enquiry.call_me_back, name="call-me-back"),
    path("call-me-back/thanks/", views_enquiry.thanks, name="thanks"),
]
