"""Passwords: any characters, long enough, and nothing a guesser tries first."""

import re

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from eindach.accounts.models import Role, User
from tests.accounts.staff import PASSWORD, Desk, at_the_desk, sign_in

CHANGE = "/de/account/password/"


GUESSED = (
    "Kranich-77", "password1234", "passwordpassword", "qwertyuiop123", "1q2w3e4r5t6z", "iloveyou1234", "123456789012",
    "abcdefghijkl", "drowssap4321", "P4ssw0rd!P4ssw0rd!", "christopher1",
)  # fmt: skip
GOOD = (
    "nur kleine buchstaben hier", "GROSSEWOERTERIMGARTEN", "730194826153907", "ظلال الأشجار في المساء",
    "🏠🌧🦔🪻🚲🧭🥨🎻🌲🕯🧦🪁", "  drei Raben am Zaun  ", "w" + "eiter Weg ueber Land " * 5,
)  # fmt: skip


@pytest.mark.parametrize("password", GUESSED)
def test_what_is_soon_guessed_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", GOOD)
def test_any_characters_will_do(password: str) -> None:
    validate_password(password)


@pytest.mark.parametrize("password", ["eindach12345", "kreisdueren2026", "Jobcenter2026!", "Farideh-Rahimi-1"])
def test_words_of_the_house_and_ones_own_name_are_no_password(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(name="Farideh Rahimi", email="f.rahimi@haus.example"))


@pytest.mark.parametrize(
    "near", [PASSWORD.lower(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1], PASSWORD.replace("ä", "ae")]
)
def test_a_password_counts_to_the_letter(desk: Desk, near: str) -> None:
    desk.member(Role.ADMINISTRATOR)
    assert sign_in(Client(), "administrator@haus.example", near).status_code == 200
    assert sign_in(Client(), "administrator@haus.example", PASSWORD).status_code == 302


def test_a_change_needs_the_present_one(desk: Desk) -> None:
    client = at_the_desk(desk.member(Role.ADMINISTRATOR).user)
    fresh = " neun neue Ziegel am Dach "
    given = {"oldpassword": "falsch", "password1": fresh, "password2": fresh}
    assert client.post(CHANGE, given).context["form"].errors
    assert client.post(CHANGE, given | {"oldpassword": PASSWORD}).status_code == 302
    assert sign_in(Client(), "administrator@haus.example", fresh).status_code == 302
    assert sign_in(Client(), "administrator@haus.example", fresh.strip()).status_code == 200


@pytest.mark.parametrize(("address", "hints"), [("/de/account/sign-in/", {"current-password"}),
                                                (CHANGE, {"current-password", "new-password"})])  # fmt: skip
def test_the_field_masks_and_lets_a_manager_fill_it(desk: Desk, address: str, hints: set[str]) -> None:
    user = desk.member(Role.ADMINISTRATOR).user
    page = (Client() if "sign-in" in address else at_the_desk(user)).get(address).content.decode()
    fields = re.findall(r'<input[^>]*type="password"[^>]*>', page)
    assert {found[1] for field in fields if (found := re.search(r'autocomplete="([^"]+)"', field))} == hints
    assert "maxlength" not in "".join(fields)
    assert "onpaste" not in page


def test_a_password_is_kept_by_a_slow_function() -> None:
    """The tests themselves use a quick one; a real house uses Django's first."""
    from eindach.config import settings as house

    assert not hasattr(house, "PASSWORD_HASHERS")
    kept = make_password(PASSWORD, hasher=_named(global_settings.PASSWORD_HASHERS[0]))
    algorithm, rounds, salt, _digest = kept.split("$")
    assert (algorithm, int(rounds) >= 600_000, len(salt) >= 22) == ("pbkdf2_sha256", True, True)


def _named(path: str):
    from django.utils.module_loading import import_string

    return import_string(path)()


def test_a_password_that_nobody_set_opens_nothing(desk: Desk) -> None:
    user = User.objects.create_user("neu@haus.example")
    assert not user.has_usable_password()
    with pytest.raises(ValueError):
        identify_hasher(user.password)
    assert sign_in(Client(), "neu@haus.example", "").status_code == 200
