"""Routes of the day, under the language prefix."""

from django.urls import path

from .views.another_day import another_day
from .views.arrivals import arrivals, change, check_in, names_list, ticket, walk_ins
from .views.checkin import i_am_here
from .views.counter import act, counter, open_counter
from .views.counter_onward import follow_up, pass_on
from .views.day import day, follow_day_up
from .views.event_staff import (
    event_absent,
    event_call_off,
    event_lists,
    event_plan,
    event_plans,
    event_publish,
    event_routes,
)
from .views.events import event, event_hour, events
from .views.interpreting import interpreter, interpreter_at_the_door
from .views.kiosk import begin, kiosk, number, slip, slip_on_paper, without
from .views.kiosk_addresses import displays, kiosk_addresses
from .views.other_time import other_time
from .views.registration import (
    registration,
    registration_accept,
    registration_calendar,
    registration_cancel,
    registration_hour,
)
from .views.screen import screen
from .views.visitor import arrived, back, leave, visitor
from .views.week import change_week, week

app_name = "frontdesk"
urlpatterns = [
    path("staff/arrivals/", arrivals, name="arrivals"),
    path("staff/arrivals/check-in/", check_in, name="check-in"),
    path("staff/arrivals/displays/", displays, name="displays"),
    path("staff/arrivals/names.pdf", names_list, name="names-list"),
    path("staff/arrivals/walk-in/", walk_ins, name="walk-ins"),
    path("staff/arrivals/interpreter/<slug:act>/", interpreter_at_the_door, name="interpreter-at-the-door"),
    path("staff/arrivals/<uuid:visit_id>/", change, name="change"),
    path("staff/arrivals/<uuid:visit_id>/ticket.pdf", ticket, name="ticket"),
    path("staff/day/<slug:house>/<slug:day>/", day, name="day"),
    path("staff/day/<slug:house>/<slug:day>/follow-up/", follow_day_up, name="follow-day-up"),
    path("staff/week/", week, name="week"),
    path("staff/week/<slug:act>/", change_week, name="change-week"),
    path("staff/counter/", counter, name="counter"),
    path("staff/counter/open/", open_counter, name="open-counter"),
    path("staff/counter/do/<slug:act>/", act, name="act"),
    path("staff/counter/pass-on/", pass_on, name="pass-on"),
    path("staff/counter/follow-up/", follow_up, name="follow-up"),
    path("staff/counter/interpreter/<slug:act>/", interpreter, name="interpreter"),
    path("staff/kiosks/", kiosk_addresses, name="kiosk-addresses"),
    path("kiosk/<str:device>/", kiosk, name="kiosk"),
    path("kiosk/<str:device>/in/", begin, name="kiosk-begin"),
    path("kiosk/<str:device>/number/", number, name="kiosk-number"),
    path("kiosk/<str:device>/without/", without, name="kiosk-without"),
    path("kiosk/<str:device>/slip/<str:slip>/", slip, name="kiosk-slip"),
    path("kiosk/<str:device>/slip/<str:slip>/ticket.pdf", slip_on_paper, name="kiosk-paper"),
    path("my/<str:token>/arrived/", i_am_here, name="i-am-here"),
    path("screen/<slug:key>/", screen, name="screen"),
    path("here/<str:token>/", visitor, name="visitor"),
    path("here/<str:token>/arrived/", arrived, name="arrived"),
    path("here/<str:token>/leave/", leave, name="leave"),
    path("here/<str:token>/back/", back, name="back"),
    path("here/<str:token>/another-day/", another_day, name="another-day"),
    path("here/<str:token>/other-time/", other_time, name="other-time"),
    path("staff/events/", event_plans, name="event-plans"),
    path("staff/events/<uuid:day_id>/", event_plan, name="event-plan"),
    path("staff/events/<uuid:day_id>/routes/", event_routes, name="event-routes"),
    path("staff/events/<uuid:day_id>/publish/", event_publish, name="event-publish"),
    path("staff/events/<uuid:day_id>/call-off/", event_call_off, name="event-call-off"),
    path("staff/events/<uuid:day_id>/absent/", event_absent, name="event-absent"),
    path("staff/events/<uuid:day_id>/lists.pdf", event_lists, name="event-lists"),
    path("events/", events, name="events"),
    path("events/<uuid:day_id>/", event, name="event"),
    path("events/<uuid:day_id>/hour/", event_hour, name="event-hour"),
    path("here/<str:token>/registration/", registration, name="registration"),
    path("here/<str:token>/registration/visit.ics", registration_calendar, name="registration-calendar"),
    path("here/<str:token>/registration/hour/", registration_hour, name="registration-hour"),
    path("here/<str:token>/registration/cancel/", registration_cancel, name="registration-cancel"),
    path("here/<str:token>/registration/accept/", registration_accept, name="registration-accept"),
]
