"""What is logged and how: one line of JSON an event, in UTC; never the secret part of an address (of a booking, a
visit, an invitation, a new password)."""

import logging
import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

SECRET_LINK = re.compile(r"(/(?:my|here|kiosk|slip|invitation|reset/key)/|[?&]token=)[A-Za-z0-9_-]{16,}")


class WithoutSecrets(logging.Filter):
    """Takes the token out of `/my/<token>/` wherever it stands in a record, its arguments or its exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, dict):  # of structlog: without_secrets looks into it
            return True
        record.msg = SECRET_LINK.sub(r"\1…", str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(_clean(value) for value in record.args)
        return True


def _clean(value: Any) -> Any:
    return SECRET_LINK.sub(r"\1…", value) if isinstance(value, str) else value


def without_secrets(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """The same for what structlog's loggers say, and for exceptions once they are text."""
    return {name: _clean(value) for name, value in event.items()}


# Of structlog's own loggers and of everybody else's: the same fields, so that one program reads all lines.
FIELDS: tuple[Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
)
structlog.configure(
    processors=[*FIELDS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": WithoutSecrets}},
    "formatters": {
        # JSON in ASCII: a line break of any kind is written as such, so whatever somebody typed stays within its line.
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": FIELDS,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                without_secrets,
                structlog.processors.JSONRenderer(),
            ],
        },
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Not found is no fault of ours, and its address may be somebody's mistyped secret.
    "loggers": {"django": {"level": "INFO"}, "django.request": {"level": "ERROR"}, "eindach": {"level": "INFO"}},
}
