"""Whose signature counts: our own key's, or that of the key an auditor kept. And a trail all gone is not whole."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from eindach.config.cli.faults import CommandError
from eindach.config.cli.trail import _kept
from eindach.consent import sealing
from eindach.consent.models import AuditEvent
from eindach.consent.verifying import verify
from tests.cast import NOW

from .conftest import bend, leave

Told = Callable[[], list[str]]
NO_SEAL = "there is a key of seals and not one seal: they were taken away, all of them"


@pytest.fixture
def sealed(told: Told) -> Told:
    sealing.seal(now=NOW)
    return told


def key() -> str:
    return sealing.hexadecimal(sealing.private_key().public_key())


def forge(seals: Path) -> None:
    """A tail is cut, and what stands is sealed by the program's own code with another key; `seal.key` is put back."""
    last = AuditEvent._base_manager.latest("number")
    bend("DELETE FROM consent_auditevent WHERE id = %s", last.pk)
    bend(
        "UPDATE consent_audithead SET number = %s, digest = %s WHERE chain = %s",
        last.number - 1, bytes(last.before), last.chain,
    )  # fmt: skip
    bend("DELETE FROM consent_auditseal")
    ours = sealing.key_file().read_text()
    for file in (sealing.key_file(), seals, sealing.public_file(seals)):
        file.unlink()
    sealing.seal(now=NOW)
    sealing.key_file().write_text(ours)


def test_seals_of_another_key_count_for_nothing_though_it_lies_beside_them(sealed: Told, seals: Path) -> None:
    forge(seals)
    public = sealing.public_file(seals)
    assert sealed() == [
        f"{public}: this is not the key the seals are checked with; somebody exchanged it",
        "the seal of 2026-11-21T11:00:00.000000Z is not signed with our key",
    ]


def test_the_key_an_auditor_kept_finds_it_also_where_ours_was_exchanged(sealed: Told, seals: Path) -> None:
    kept = sealing.private_key().public_key()
    forge(seals)
    sealing.key_file().write_text(Ed25519PrivateKey.generate().private_bytes_raw().hex())
    said = verify(seals, kept).faults
    assert f"{sealing.key_file()}: this is not the key the seals are checked with; somebody exchanged it" in said
    assert "the seal of 2026-11-21T11:00:00.000000Z is not signed with our key" in said


def test_the_key_an_auditor_kept_says_that_a_whole_trail_is_whole(sealed: Told, seals: Path) -> None:
    kept = sealing.read_key(key())
    sealing.key_file().unlink()
    sealing.public_file(seals).unlink()
    assert verify(seals, kept).faults == []
    assert verify(seals, Ed25519PrivateKey.generate().public_key()).faults != []


def test_without_our_key_the_one_beside_the_file_is_asked(sealed: Told) -> None:
    sealing.key_file().unlink()
    assert sealed() == []


@pytest.mark.parametrize("which", ["seal.key", "seals.jsonl.pub"])
def test_what_is_no_key_is_named(sealed: Told, seals: Path, which: str) -> None:
    file = {"seal.key": sealing.key_file(), "seals.jsonl.pub": sealing.public_file(seals)}[which]
    file.write_text("not a key")
    assert sealed() == [f"{file}: it is not a key"]


def everything_goes(seals: Path) -> None:
    for table in ("event", "head", "seal"):
        bend(f"DELETE FROM consent_audit{table}")
    seals.unlink()


def test_everything_gone_is_a_fault(sealed: Told, seals: Path) -> None:
    everything_goes(seals)
    assert sealed() == [NO_SEAL]


@pytest.mark.parametrize("left", ["seal.key", "seals.jsonl.pub"])
def test_one_key_left_over_is_enough_to_tell(sealed: Told, seals: Path, left: str) -> None:
    everything_goes(seals)
    (sealing.public_file(seals) if left == "seal.key" else sealing.key_file()).unlink()
    assert sealed() == [NO_SEAL]


def test_with_both_keys_gone_the_one_kept_elsewhere_tells(sealed: Told, seals: Path) -> None:
    kept = sealing.read_key(key())
    everything_goes(seals)
    sealing.key_file().unlink()
    sealing.public_file(seals).unlink()
    assert verify(seals, kept).faults == [NO_SEAL]


def test_a_house_that_never_sealed_is_whole_and_looking_makes_no_key(told: Told) -> None:
    assert told() == []
    assert not sealing.key_file().exists()


def test_a_file_that_was_emptied_is_missing_as_one_that_is_gone(sealed: Told, seals: Path) -> None:
    seals.write_text("")
    assert sealed() == [f"{seals}: the seals outside the database are missing (another place: --seals FILE)"]


def test_seals_of_the_file_are_missed_in_the_database(sealed: Told) -> None:
    bend("DELETE FROM consent_auditseal")
    assert sealed() == ["the seal of 2026-11-21T11:00:00.000000Z was taken out of the database"]


def test_a_tail_cut_off_the_file_shows_but_for_the_newest_seal(sealed: Told, seals: Path) -> None:
    first = seals.read_text()
    for day in (1, 2):
        leave(now=NOW)
        sealing.seal(now=NOW + timedelta(days=day))
    seals.write_text(first)
    assert sealed() == ["the seal of 2026-11-22T11:00:00.000000Z was taken out of the file"]


@pytest.mark.parametrize("said", ["abc", "00" * 31, "ü" * 64])
def test_what_was_kept_and_is_no_key_is_refused(said: str) -> None:
    with pytest.raises(CommandError, match="64 hexadecimal digits"):
        _kept(said)
