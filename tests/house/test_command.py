"""The `eindach` command: quick, and polite about mistakes."""

import subprocess
import sys
from pathlib import Path

import pytest

from eindach.config.cli import main
from tests.house.commands import run


def test_planning_loads_no_django() -> None:
    program = (
        "import sys; from eindach.config.cli import main; main(['plan', '/nowhere']);"
        "sys.exit(any(name.split('.')[0] in ('django', 'psycopg') for name in sys.modules))"
    )
    asked = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr
    assert "Traceback" not in asked.stderr


@pytest.mark.parametrize(
    "words", [[], ["fly"], ["serve", "--port", "70000"], ["load-region", "dueren", "--sample-bookings", "1.5"]]
)
def test_wrong_words_are_refused_with_the_right_ones(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: eindach" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said_without_a_traceback(tmp_path: Path) -> None:
    told = run(tmp_path, "restore", str(tmp_path / "none.dump"))
    assert told.returncode == 1
    assert told.stderr.startswith("There is no file")
