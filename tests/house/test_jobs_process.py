"""The process for jobs gives way to people who wait at a page."""

import subprocess
import sys
from pathlib import Path

import pytest

POLITE = """
import os
from pathlib import Path
from eindach.config.cli.jobs import _give_way
_give_way()
print(os.nice(0), Path("/proc/self/autogroup").read_text() if Path("/proc/self/autogroup").exists() else "nice 10")
"""


def test_the_jobs_are_less_urgent_than_the_pages() -> None:
    said = subprocess.check_output([sys.executable, "-c", POLITE], start_new_session=True, text=True)
    assert said.startswith("10 ")


@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="this kernel does not group by session")
def test_where_the_kernel_groups_by_session_the_whole_session_is() -> None:
    said = subprocess.check_output([sys.executable, "-c", POLITE], start_new_session=True, text=True)
    assert said.strip().endswith("nice 10")
