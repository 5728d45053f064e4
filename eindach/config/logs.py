"""What is logged, and what never is: the secret part of an address (of a booking, an invitation, a new password)."""

import logging
import re
from typing import Any

SECRET_LINK = re.compile(r"(/(?:my|invitation|reset/key)/)[A-Za-z0-9_-]{16,}")


class WithoutSecrets(logging.Filter):
    """Takes the token out of `/my/<token>/` wherever it stands in a record, its arguments or its exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = SECRET_LINK.sub(r"\1…", str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(_clean(value) for value in record.args)
        return True


def _clean(value: Any) -> Any:
    return SECRET_LINK.sub(r"\1…", value) if isinstance(value, str) else value


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": WithoutSecrets}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Not found is no fault of ours, and its address may be somebody's mistyped secret.
    "loggers": {"django": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
