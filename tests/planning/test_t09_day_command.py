"""`eindach timetable FILE`: what is printed where, and the exit status."""

import io
import json
import subprocess
import sys

import pytest

from eindach.config.cli import main
from tests.planning.day_drawing import day

REQUEST = day("ann #### bank 20")
ANSWER = {
    "format": "eindach.timetable/1",
    "visits": [
        {
            "visitor": "ann",
            "station": "bank",
            "desk": 1,
            "start": "09:00",
            "end": "09:20",
            "start_minute": 0,
            "end_minute": 20,
        }
    ],
    "unserved": [],
    "objective": {"served": 1, "waiting_minutes": 20, "makespan_minutes": 20},
    "bound": 20,
    "served_bound": 1,
    "optimal": True,
}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "request.json"


def test_a_file_is_answered(file, capsys):
    file.write_text(json.dumps(REQUEST))
    assert main(["timetable", str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == ANSWER


def test_standard_input_is_answered(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(REQUEST).encode())))
    assert main(["timetable", "-", "--seconds", "2.5"]) == 0
    assert json.loads(capsys.readouterr().out) == ANSWER


def test_what_is_left_out_says_why(file, capsys):
    file.write_text(json.dumps(day("ann ## bank 30")))
    assert main(["timetable", str(file)]) == 0
    (left,) = json.loads(capsys.readouterr().out)["unserved"]
    assert (left["visitor"], left["station"], left["reason"]) == ("ann", "bank", "stay-too-short")


def test_wrong_input_is_told_on_standard_error(file, capsys):
    file.write_text(json.dumps({**REQUEST, "date": 1, "start_every_minutes": 0}))
    assert main(["timetable", str(file)]) == 2
    said = capsys.readouterr()
    assert (said.out, [line.split(":")[0] for line in said.err.splitlines()]) == ("", ["/date", "/start_every_minutes"])


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon"])
def test_seconds_are_a_number_above_zero(file, seconds):
    with pytest.raises(SystemExit) as ended:
        main(["timetable", str(file), "--seconds", seconds])
    assert ended.value.code == 2


def test_a_bad_line_is_answered_in_its_place(file, capsys):
    file.write_text("\n".join([json.dumps(REQUEST), "{", json.dumps({**REQUEST, "visitors": 1}), json.dumps(REQUEST)]))
    assert main(["timetable", str(file), "--many"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line == ANSWER for line in lines] == [True, False, False, True]
    assert lines[2]["error"][0].startswith("/visitors: ")


def test_the_types_come_without_the_solver_and_without_django():
    code = "import sys, eindach.planning.command; sys.exit({'django', 'ortools', 'pandas'} & {*sys.modules} != set())"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
