"""`eindach plan FILE [--many]`: what is printed where, and the exit status."""

import io
import json
import subprocess
import sys

import pytest

from eindach.planning.command import plan_command
from tests.planning.drawing import request

WISH = request("a@x ####", {"a": 20})
ANSWER = {
    "format": "eindach.itineraries/1",
    "itineraries": [
        {
            "days": 1,
            "completed_on": "2027-01-11",
            "minutes_on_site": 20,
            "appointments": [
                {
                    "matter": "a",
                    "counter": "a@x",
                    "location": "x",
                    "start": "2027-01-11T08:00",
                    "end": "2027-01-11T08:20",
                }
            ],
        }
    ],
    "impossible": [],
}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "request.json"


def test_a_file_is_answered(file, capsys):
    file.write_text(json.dumps(WISH))
    assert plan_command(str(file), many=False) == 0
    assert json.loads(capsys.readouterr().out) == ANSWER


def test_standard_input_is_answered(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(WISH).encode())))
    assert plan_command("-", many=False) == 0
    assert json.loads(capsys.readouterr().out) == ANSWER


def test_nothing_possible_is_an_answer_too(file, capsys):
    file.write_text(json.dumps(request("a@x #", {"a": 20})))
    assert plan_command(str(file), many=False) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["itineraries"], answer["impossible"][0]["reason"]) == ([], "no-free-span")
    assert set(answer["impossible"][0]) == {"reason", "matters", "message"}


def test_wrong_input_is_told_on_standard_error(file, capsys):
    file.write_text(json.dumps({**WISH, "timezone": 1, "start_every_minutes": 0}))
    assert plan_command(str(file), many=False) == 2
    said = capsys.readouterr()
    assert (said.out, [line.split(":")[0] for line in said.err.splitlines()]) == (
        "",
        ["/timezone", "/start_every_minutes"],
    )


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"{", b"\x00", b"[1]", b'"\\ud800"'])
def test_what_is_no_request_is_wrong_input(file, capsys, data):
    file.write_bytes(data)
    assert plan_command(str(file), many=False) == 2
    assert capsys.readouterr().err.startswith(": ")


def test_a_missing_file_is_wrong_input(file, capsys):
    assert plan_command(str(file), many=False) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_bad_line_is_answered_in_its_place(file, capsys):
    file.write_text("\n".join([json.dumps(WISH), "{", "", json.dumps({**WISH, "free": 1}), json.dumps(WISH)]) + "\n")
    assert plan_command(str(file), many=True) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line == ANSWER for line in lines] == [True, False, False, False, True]
    assert lines[3]["error"][0].startswith("/free: ")


def test_no_lines_get_no_answers(file, capsys):
    file.write_text("")
    assert plan_command(str(file), many=True) == 0
    assert capsys.readouterr().out == ""


def test_the_command_starts_without_django():
    code = "import sys, eindach.planning.command; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
