"""`eindach plan FILE [--many]` and `eindach timetable FILE [--many] [--seconds N]`: reading, printing and exit status.

Imports no Django, so that both start quickly.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eindach.planning import itinerary_format
from eindach.planning.itinerary import plan
from eindach.planning.reading import WrongInput, parse
from eindach.planning.timetable import day_format, timetable

DONE, WRONG_INPUT = 0, 2
Answering = Callable[[Any], dict[str, Any]]
"""From the JSON value of a request to that of its answer; raises WrongInput."""


def plan_command(file: str, many: bool) -> int:
    """Coordinated appointments for one person; see `_command`."""
    return _command(file, many, lambda data: itinerary_format.write(plan(itinerary_format.read(data))))


def timetable_command(file: str, many: bool, seconds: float) -> int:
    """An event day for everybody, in at most so many seconds a request; see `_command`."""

    def answer(data: Any) -> dict[str, Any]:
        request = day_format.read(data)
        return day_format.write(request, timetable(request, seconds=seconds))

    return _command(file, many, answer)


def _command(file: str, many: bool, answer: Answering) -> int:
    """Answer the request in a file ("-": standard input); returns the exit status.

    `many`: one request a line, one answer a line; a bad line is answered by `{"error": [faults]}`, the status stays 0.
    """
    try:
        text = _text(file)
        if many:
            for line in text.rstrip("\r\n").split("\n") if text.strip() else []:
                print(json.dumps(_answer_or_error(line, answer)), flush=True)
        else:
            print(json.dumps(answer(parse(text)), indent=2))
            sys.stdout.flush()
    except WrongInput as wrong:
        print("\n".join(wrong.faults), file=sys.stderr)
        return WRONG_INPUT
    except BrokenPipeError:  # whoever reads has seen enough; silence the interpreter's own complaint at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _text(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as fault:
        raise WrongInput(
            [f": {file} cannot be read ({fault.strerror}), a file or - for standard input is allowed"]
        ) from None
    except UnicodeDecodeError as fault:
        raise WrongInput([f": byte {fault.start} is not UTF-8, UTF-8 is allowed"]) from None


def _answer_or_error(line: str, answer: Answering) -> dict[str, Any]:
    try:
        return answer(parse(line))
    except WrongInput as wrong:
        return {"error": list(wrong.faults)}
