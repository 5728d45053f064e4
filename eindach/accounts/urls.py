"""Routes of this part, under the language prefix. Those of allauth: urls_signing.py."""

from django.urls import path

from .views import arriving, code, demo, invitation, users

app_name = "accounts"
urlpatterns = [
    path("my/sign-in/", code.ask, name="code"),
    path("my/sign-in/code/", code.enter, name="code-enter"),
    path("account/", arriving.arrive, name="arrive"),
    path("account/second-factor/", arriving.second_factor, name="second-factor"),
    path("account/switch/", arriving.switch, name="switch"),
    path("staff/invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("staff/users/", users.users, name="users"),
    path("staff/users/invite/", users.invite, name="invite"),
    path("staff/users/invitations/<uuid:invitation_id>/revoke/", users.revoke, name="revoke"),
    path("staff/users/remove/<uuid:user_id>/", users.remove, name="remove"),
    path("staff/users/<uuid:membership_id>/", users.member, name="member"),
    path("staff/users/<uuid:membership_id>/end/", users.end, name="end"),
    path("staff/demo/", demo.demo_sign_in, name="demo"),
]
