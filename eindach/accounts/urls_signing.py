"""The routes of allauth that we use, under the names it looks for. What is not here does not exist: no sign-up, no
change of address, no code by mail for staff."""

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as outside
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from eindach.kernel.audience import audience

from .doors import View
from .freshness import needs_fresh_sign_in_to_change as of_who_is_fresh
from .pacing import paced
from .views.arriving import arrive, of_staff

declared = audience("account")


def staffs(view: View) -> View:
    return declared(of_staff(view))


# Beside allauth's own count of failures for each address of mail.
by_form = paced(posts="form")

urlpatterns = [
    path("account/sign-in/", declared(by_form(account.login)), name="account_login"),
    path("account/sign-out/", declared(account.logout), name="account_logout"),
    path("account/inactive/", declared(account.account_inactive), name="account_inactive"),
    path("account/again/", declared(by_form(account.reauthenticate)), name="account_reauthenticate"),
    path("account/password/", staffs(by_form(account.password_change)), name="account_change_password"),
    path(
        "account/password/none/", arrive, name="account_set_password"
    ),  # whoever has none gets one by mail or not at all
    path("account/password/reset/", declared(by_form(account.password_reset)), name="account_reset_password"),
    path("account/password/reset/sent/", declared(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        declared(by_form(account.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/done/",
        declared(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("account/means/", staffs(second.index), name="mfa_index"),
    path("account/check/", declared(by_form(second.authenticate)), name="mfa_authenticate"),
    path("account/check/again/", declared(by_form(second.reauthenticate)), name="mfa_reauthenticate"),
    path("account/app/", staffs(by_form(totp.activate_totp)), name="mfa_activate_totp"),
    path("account/app/remove/", staffs(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery/", staffs(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/recovery/new/", staffs(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/recovery/file/", staffs(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("account/passkeys/", staffs(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("account/passkeys/add/", staffs(by_form(passkeys.add_webauthn)), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/", staffs(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", staffs(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path(
        "account/passkeys/again/",
        declared(by_form(passkeys.reauthenticate_webauthn)),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/passkeys/sign-in/", declared(by_form(passkeys.login_webauthn)), name="mfa_login_webauthn"),
    path("account/sessions/", declared(of_who_is_fresh(sessions.list_usersessions)), name="usersessions_list"),
    path("account/outside/", staffs(outside.connections), name="socialaccount_connections"),
    path("account/outside/error/", declared(outside.login_error), name="socialaccount_login_error"),
    path("account/outside/cancelled/", declared(outside.login_cancelled), name="socialaccount_login_cancelled"),
    path("account/outside/<str:provider_id>/", declared(oidc.login), name="openid_connect_login"),
]
urlpatterns_plain = [
    # One address for all languages: the provider is told it once.
    path("account/outside/<str:provider_id>/back/", declared(oidc.callback), name="openid_connect_callback"),
]
