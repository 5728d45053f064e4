"""A passkey, with a real browser and its virtual authenticator (WebAuthn over CDP)."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page, expect

from eindach.accounts.models import Role
from tests.accounts.staff import PASSWORD, Desk
from tests.permission.house import House, set_house

EMAIL = "administrator@haus.example"


@pytest.fixture
def house(transactional_db: None) -> House:
    return set_house()


@pytest.fixture
def key(page: Page) -> Iterator[str]:
    """An authenticator in the device, with a finger on it."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    made = cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": kind | {"isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    yield made["authenticatorId"]
    cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": made["authenticatorId"]})


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/de/account/sign-in/")
    page.fill("#id_login", EMAIL)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")


def register(page: Page, site: str) -> None:
    page.goto(f"{site}/de/account/passkeys/add/")
    page.fill("#id_password", PASSWORD)  # once more, before a new means of signing in
    page.press("#id_password", "Enter")
    page.check("#id_passwordless")
    page.click("#add_passkey")
    page.wait_for_url("**/account/recovery/")


def test_a_passkey_is_set_up_and_signs_in_alone(page: Page, live_server, desk: Desk, key: str) -> None:
    desk.member(Role.ADMINISTRATOR, app=False)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
    sign_in(page, live_server.url)
    register(page, live_server.url)
    page.goto(f"{live_server.url}/de/staff/users/")
    expect(page.locator("h1")).to_have_count(1)
    assert "/staff/users/" in page.url
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/de/account/sign-in/?next=/de/staff/users/")
    page.click("#passkey_login")
    page.wait_for_url("**/de/staff/users/")
    assert complaints == []


def test_a_passkey_is_the_second_step_after_a_password(page: Page, live_server, desk: Desk, key: str) -> None:
    desk.member(Role.ADMINISTRATOR, app=False)
    sign_in(page, live_server.url)
    register(page, live_server.url)
    page.context.clear_cookies()
    sign_in(page, live_server.url)
    page.wait_for_url("**/account/check/")
    page.goto(f"{live_server.url}/de/staff/users/")
    page.wait_for_url("**/account/check/")  # the password alone opens nothing
    page.click("#use_passkey")
    page.wait_for_url("**/de/staff/")


def test_the_passkey_of_another_device_opens_nothing(page: Page, live_server, desk: Desk, key: str) -> None:
    user = desk.member(Role.ADMINISTRATOR, app=False).user
    sign_in(page, live_server.url)
    register(page, live_server.url)
    Authenticator.objects.filter(user=user, type="webauthn").delete()
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/de/account/sign-in/")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.click("#passkey_login")
    page.wait_for_load_state("networkidle")
    page.goto(f"{live_server.url}/de/staff/users/")
    assert "/account/sign-in/" in page.url


def test_without_a_script_no_passkey_is_offered_and_the_page_says_why(
    browser: Browser, live_server, desk: Desk
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/account/sign-in/")
    expect(page.locator("#passkey_login")).to_be_hidden()
    expect(page.locator("main noscript p")).to_be_visible()
    expect(page.locator("#id_login")).to_be_visible()
    context.close()
