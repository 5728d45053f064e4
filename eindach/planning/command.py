"""`eindach plan FILE [--many]`: reading, printing and exit status. Imports no Django, so that it starts quickly."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from eindach.planning.itinerary import plan
from eindach.planning.itinerary_format import read, write
from eindach.planning.reading import WrongInput, parse

DONE, WRONG_INPUT = 0, 2


def plan_command(file: str, many: bool) -> int:
    """Answer the request in a file ("-": standard input); returns the exit status.

    `many`: one request a line, one answer a line; a bad line is answered by `{"error": [faults]}`, the status stays 0.
    """
    try:
        text = _text(file)
        if many:
            for line in text.rstrip("\r\n").split("\n") if text.strip() else []:
                print(json.dumps(_answer_or_error(line)), flush=True)
        else:
            print(json.dumps(write(plan(read(parse(text)))), indent=2))
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


def _answer_or_error(line: str) -> dict[str, Any]:
    try:
        return write(plan(read(parse(line))))
    except WrongInput as wrong:
        return {"error": list(wrong.faults)}
