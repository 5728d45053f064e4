"""A policy or a function somebody changed by hand is named, and mended by `migrate`."""

import pytest
from django.db import connection

from eindach.accounts import row_security
from eindach.accounts.checks import row_security_holds
from eindach.config.doctor.permission import permission_findings, words_finding

pytestmark = pytest.mark.django_db
BY_HAND = "CREATE OR REPLACE FUNCTION eindach_task() RETURNS TABLE (category text) {how} AS $$SELECT 'identity'$$"


def by_hand(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def named() -> list[str]:
    return row_security.faults(of_this_connection=False)


def test_what_migrate_wrote_is_what_is_declared() -> None:
    assert named() == []
    assert not row_security.write()


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER POLICY app_select ON consent_consent USING (true)",
        "ALTER POLICY app_insert ON consent_consent WITH CHECK (true)",
        "COMMENT ON POLICY app_select ON consent_consent IS NULL",
        "DROP POLICY app_select ON consent_consent;"
        "CREATE POLICY app_select ON consent_consent FOR SELECT TO eindach_app USING (true)",
    ],
    ids=["what is seen", "what is written", "its digest", "made anew"],
)
def test_a_condition_changed_by_hand_is_named_and_mended(statement: str) -> None:
    by_hand(statement)
    (fault,) = named()
    assert fault.startswith("consent_consent: the condition of the policy app_")
    assert any(fault in str(finding) for finding in permission_findings())
    assert row_security.write()
    assert named() == []


@pytest.mark.parametrize(
    "how", ["LANGUAGE sql STABLE", "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public"]
)
def test_a_function_of_policies_changed_by_hand_is_named_and_mended(how: str) -> None:
    by_hand(BY_HAND.format(how=how))
    assert named() == ["The function eindach_task was changed."]
    assert row_security.write()
    assert named() == []


def test_words_that_were_bent_are_the_doctor_s_business() -> None:
    assert words_finding([]).level.value == "fine"
    said = words_finding(["advice 1 ar"])
    assert (said.level.value, "advice 1 ar" in said.what) == ("BROKEN", True)


def test_the_doctor_looks_at_the_words_in_the_database() -> None:
    by_hand("SET LOCAL session_replication_role = replica")
    by_hand("UPDATE consent_consenttext SET body = 'anything' WHERE (purpose, language) = ('advice', 'ar')")
    by_hand("SET LOCAL session_replication_role = origin")
    assert any("Words of consents were changed: advice 1 ar." in str(finding) for finding in _of_words())


def _of_words() -> list[object]:
    from eindach.consent import words

    return [words_finding([str(text) for text in words.bent()])]


@pytest.mark.parametrize(
    "statement",
    ["GRANT UPDATE ON consent_auditevent TO eindach_app", "REVOKE SELECT ON consent_consent FROM eindach_app",
     "GRANT SELECT ON accounts_person TO PUBLIC"],
    ids=["more", "less", "everybody"],
)  # fmt: skip
def test_a_right_given_or_taken_by_hand_is_named_and_mended(statement: str) -> None:
    by_hand(statement)
    assert len(named()) == 1
    assert row_security.write()
    assert named() == []


def test_a_trigger_switched_off_is_named() -> None:
    by_hand("ALTER TABLE consent_auditevent DISABLE TRIGGER link")
    assert named() == ["consent_auditevent: the trigger link is switched off."]


def test_the_system_check_says_it_too() -> None:
    by_hand("ALTER POLICY app_select ON consent_consent USING (true)")
    said = row_security_holds(databases=["default"])
    assert {one.id for one in said} == {"accounts.E002"}
    assert any("consent_consent" in str(one.msg) for one in said)
    assert row_security_holds() == []
