"""The web process that test_killed_at_a_desk.py kills: an expert presses "next", and it stops amid the act or
after the commit, until it is told to go on."""

import sys
from typing import Any

import django
from django.utils import timezone

from eindach.kernel.actor import process_works_as_program


def main(counter: str, name: str, stop: str) -> None:
    """Say "stopped" when it stops, "answered" when the page was."""
    django.setup()
    process_works_as_program()
    from django.test.utils import setup_test_environment

    from eindach.booking.models import Counter
    from tests.frontdesk.day import NINE
    from tests.frontdesk.staff import PAGE, works_at

    setup_test_environment()
    timezone.now = lambda: NINE
    expert = works_at(Counter.objects.get(key=counter).organization, name=name)
    _stop_amid_the_act() if stop == "amid" else _stop_after_the_commit()
    answer = expert.post(f"{PAGE}do/call/")
    _say(f"answered {answer.status_code}")


def _stop_amid_the_act() -> None:
    """Somebody is called, their rows are locked, nothing is committed."""
    from eindach.frontdesk import access

    written = access.written

    def stops(*said: Any, **more: Any) -> None:
        _wait()
        written(*said, **more)

    access.written = stops


def _stop_after_the_commit() -> None:
    """All is committed, nobody was told."""
    from eindach.notifications import telling

    telling._Notice.__call__ = _wait  # type: ignore[method-assign]


def _wait(*_: object, **__: object) -> None:
    _say("stopped")
    sys.stdin.readline()


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
