"""What every test may use: a throw-away PostgreSQL, a browser that must be there, axe."""

import fcntl
import gc
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from eindach.config import embedded
from tests.as_found import Database, changed, process

ROOT = Path(__file__).resolve().parents[1]
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
SERVER_FOLDER = "PYTEST_EINDACH_SERVER"
LONG = {"test_j20_whole_day.py", "test_j6_staff.py", "test_j6_own_door.py", "test_j2_axe.py", "test_p04_canaries.py"}
"""Files that take far longer than the number of their tests tells."""
DATABASE = pytest.StashKey[Database]()
"""Of this process, once a test has needed it."""
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "pg_bin"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pg", choices=["18", "15"], default="18", help="PostgreSQL: the embedded 18, or Debian's 15")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "database: needs PostgreSQL (set by itself)")
    config.addinivalue_line("markers", "browser: needs chromium (set by itself)")
    if SERVER_FOLDER not in os.environ:  # the first process: those of xdist inherit it
        folder = Path(tempfile.mkdtemp(prefix="eindach-pg-"))
        folder.chmod(0o755)
        os.environ[SERVER_FOLDER] = str(folder)
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(SERVER_FOLDER), ignore_errors=True))
    gc.disable()  # nothing of what is imported and collected now is garbage (1 s of 7)
    config.add_cleanup(gc.enable)
    # None: not to be imported. PyMuPDF would load three models that guess at layouts (1.5 s a process); we read text.
    sys.modules.setdefault("pymupdf.layout", None)  # type: ignore[arg-type]
    # Playwright's loop would make Django refuse its synchronous calls in the same thread.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    from eindach.kernel.actor import process_works_as_program

    process_works_as_program()  # a test sets its stage as the program; requests say themselves who acts


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES:
            item.add_marker("database")
        if fixtures & {"page", "browser", "context"}:
            item.add_marker("browser")
    # Playwright's loop runs in this thread from its first test to the end: no test with a loop of its own may follow.
    # The longest first, so that at the end no process waits long for the other; then what needs no database, while
    # the first process migrates it.
    with_browser = Counter(item.path for item in items if item.get_closest_marker("browser"))
    with_database = {item.path for item in items if item.get_closest_marker("database")}

    def turn(item: pytest.Item) -> tuple[bool, bool, bool, int]:
        path = item.path
        return path in with_browser, path.name not in LONG, path in with_database, -with_browser[path]

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector of garbage need not look at it again."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def pg_bin(request: pytest.FixtureRequest) -> str | None:
    """The folder of the PostgreSQL programs this run is about; None is the embedded server's."""
    if request.config.getoption("--pg") == "18":
        return None
    assert DEBIAN_15.exists(), f"--pg=15 needs PostgreSQL 15 in {DEBIAN_15}: apt-get install postgresql-15"
    return str(DEBIAN_15)


@pytest.fixture(scope="session")
def database_server(pg_bin: str | None) -> Iterator[embedded.Server]:
    """One server a run, started by whoever needs it first; the processes of xdist share it."""
    server = embedded.start(Path(os.environ[SERVER_FOLDER]), fast=True, pg_bin=pg_bin)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_server: embedded.Server) -> None:
    """Point Django at the throw-away server."""
    from django.conf import settings
    from django.db import connections

    # Tests look on from outside, as the server's superuser: what is under test takes on its own role.
    here = {key: value for key, value in database_server.settings().items() if key != "NAME"} | {"USER": "postgres"}
    options = settings.DATABASES["default"]["OPTIONS"] | {"options": "-c lock_timeout=3s"}
    here["OPTIONS"] = options
    connections["default"].settings_dict.update(here)
    settings.DATABASES["default"].update(here)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
    worker_id: str,
) -> None:
    """A database of this process. The first process migrates one (6 s), each works on a copy of it (0.2 s). Nothing is
    taken down: the server itself is thrown away."""
    from django.core.management.commands import flush
    from django.db import connections
    from django.db.backends.postgresql.operations import DatabaseOperations

    one, migrated = connections["default"], Path(os.environ[SERVER_FOLDER], "migrated")
    with django_db_blocker.unblock(), migrated.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if migrated.exists():
            one.settings_dict["NAME"] = migrated.read_text()
        else:
            migrated.write_text(one.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False))
        one.creation.clone_test_db(suffix=worker_id, verbosity=0)
    one.settings_dict.update(one.creation.get_test_db_clone_settings(worker_id))
    with django_db_blocker.unblock():
        database = Database()
        one.close()
    # Of the class: a test with a browser may have a connection of its own, since each loop has its own context.
    DatabaseOperations.sql_flush = staticmethod(database.sql_flush)  # type: ignore[method-assign,assignment]
    flush.emit_post_migrate_signal = lambda *_: None  # type: ignore[attr-defined] # nothing is to be made again
    request.config.stash[DATABASE] = database


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Nobody speaks a language yet: a request leaves its own behind in this thread."""
    translation.deactivate()


@pytest.fixture
def english() -> Iterator[None]:
    """What is said outside of any page is in English."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="module", autouse=True)
def as_found(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A file leaves everything as it found it; else it depends on chance what the next one meets."""
    before = process()
    yield
    left = changed(before)
    if database := request.config.stash.get(DATABASE, None):
        with django_db_blocker.unblock():
            left += database.faults()
    assert not left, f"{request.node.name} leaves behind: {'; '.join(left)}"


@pytest.fixture
def database_url(transactional_db: None, database_server: embedded.Server) -> str:
    """The test database as a `DATABASE_URL`, for processes a test starts."""
    from django.db import connection

    url = database_server.url.replace("://eindach@", "://postgres@")  # whose the test database is
    return re.sub(r"[^/]+$", str(connection.settings_dict["NAME"]), url)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path; without one the browser tests fail, they are never skipped."""
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    pytest.fail("No chromium found. `make test` installs it; or: apt-get install chromium-headless-shell")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str) -> dict[str, Any]:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    quiet += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    quiet += ["--renderer-process-limit=1"]  # to start one more for each profile takes longer than to show a page
    return browser_type_launch_args | {"executable_path": chromium, "args": quiet}


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The script of axe-core, to be run with `page.evaluate` (a strict CSP forbids a script tag)."""
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
