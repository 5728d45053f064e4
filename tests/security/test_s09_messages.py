"""Messages as bytes, to the server a real house runs: where one ends, nobody can disagree."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ECHO = """def application(environ, start):
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder: Path = tmp_path_factory.mktemp("echo")
    (folder / "echo.py").write_text(ECHO)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        str(number),
        "--no-ws",
        "echo:application",
    ]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while True:
        assert server.poll() is None
        assert time.monotonic() < deadline
        try:
            answers(number, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            break
        except OSError:
            time.sleep(0.1)
    yield number
    server.terminate()
    server.wait(timeout=20)


def answers(port: int, message: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(message)
        line.settimeout(1)
        said = b""
        try:
            while part := line.recv(4096):
                said += part
        except TimeoutError:
            pass
        return said


SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"


LENGTHS = (
    b"Content-Length: 3\r\nContent-Length: 40\r\n",
    b"Content-Length: 3, 40\r\n",
    b"Content-Length: +3\r\n",
    b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
)


@pytest.mark.parametrize("lengths", LENGTHS)
def test_a_message_of_two_lengths_is_not_answered_twice(port: int, lengths: bytes) -> None:
    said = answers(port, b"POST / HTTP/1.1\r\nHost: x\r\n" + lengths + b"\r\nabc" + SMUGGLED)
    assert said.count(b"200 OK") == 0
    assert said.startswith(b"HTTP/1.1 400") or said == b""


def test_chunks_outrank_a_length(port: int) -> None:
    both = b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    said = answers(port, b"POST / HTTP/1.1\r\nHost: x\r\n" + both + b"3\r\nabc\r\n0\r\n\r\n" + SMUGGLED)
    assert said.count(b"HTTP/1.1 ") == 1
    assert said.endswith(b"abc") or said.startswith(b"HTTP/1.1 400")
