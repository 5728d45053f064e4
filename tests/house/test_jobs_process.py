"""The process for jobs gives way to people who wait at a page."""

import subprocess
import sys

POLITE = """
import os
from pathlib import Path
from eindach.config.cli.jobs import _give_way
_give_way()
print(os.nice(0), Path("/proc/self/autogroup").read_text() if Path("/proc/self/autogroup").exists() else "nice 10")
"""


def test_the_jobs_are_less_urgent_than_the_pages_also_where_the_kernel_groups_by_session() -> None:
    said = subprocess.check_output([sys.executable, "-c", POLITE], start_new_session=True, text=True)
    assert said.startswith("10 ")
    assert said.strip().endswith("nice 10")
