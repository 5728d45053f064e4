"""A real worker, a real mail server and a real gateway of texts for tests (this folder's and tests/documents)."""

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest import mock

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connections
from procrastinate.contrib.django import app


class Postman:
    """A handler of aiosmtpd that keeps what it takes. `reply` may refuse a message or a recipient."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.reply: Callable[[str], str] = lambda address: "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.reply(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@contextmanager
def mail_server(settings: object) -> Iterator[Postman]:
    """A mail server on a free port of this machine, and Django's settings pointed at it."""
    postman = Postman()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(postman, hostname="127.0.0.1", port=port)
    settings.SMTP_CONFIGURED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    server.start()
    try:
        yield postman
    finally:
        server.stop()


class Gateway(ThreadingHTTPServer):
    """A gateway of text messages that keeps what it is told. `status` is what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Told)
        self.texts: list[dict[str, Any]] = []
        self.status = 200


class _Told(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        self.server.texts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Not into the output of the tests."""


@contextmanager
def sms_gateway(settings: object) -> Iterator[Gateway]:
    """A gateway on a free port of this machine, and our settings pointed at it."""
    gateway = Gateway()
    settings.SMS_GATEWAY = f"json://127.0.0.1:{gateway.server_port}/send?:to={{to}}"
    threading.Thread(target=gateway.serve_forever, daemon=True).start()
    try:
        yield gateway
    finally:
        gateway.shutdown()
        gateway.server_close()


def work_off() -> None:
    """Run procrastinate's own worker until no job is due. Needs a committing test (transaction=True)."""

    async def work() -> None:
        async with app.open_async():
            await app.run_worker_async(wait=False, listen_notify=False, install_signal_handlers=False)
            # Jobs that a job deferred.
            await app.run_worker_async(wait=False, listen_notify=False, install_signal_handlers=False)

    # Without the periodic jobs: what runs must not depend on the minute the test runs in.
    with (
        app.replace_connector(app.connector.get_worker_connector()),
        mock.patch.object(app.periodic_registry, "periodic_tasks", {}),
    ):
        asyncio.run(work())
    connections.close_all()


def clear_jobs() -> None:
    """In the middle of a test: what came before is not what it is about."""
    with connections["default"].cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")
