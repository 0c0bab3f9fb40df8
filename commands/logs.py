"""How the service speaks of itself: a sentence and ids; never a phone number, never anyone's words."""

import json
import logging
import sys
from datetime import UTC, datetime

from settings import Log

_PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
QUIET = (
    "alembic",
    "aiohttp",
    "aiosqlite",
    "sqlalchemy",
    "twilio",
    "apscheduler",
    "uvicorn",
    "uvicorn.error",
    "aio_pika",
    "aiormq",
    "taskiq",
)


class _Lines(logging.Formatter):
    """One line a record: time, level, sentence, ids."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Gives the line; a traceback follows on lines of its own unless lines are JSON."""
        extra = {name: value for name, value in record.__dict__.items() if name not in _PLAIN}
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        trace = self.formatException(record.exc_info) if record.exc_info else ""
        if self._as_json:
            line = {
                "at": at,
                "level": record.levelname,
                "from": record.name,
                "what": record.getMessage(),
            } | extra
            return json.dumps(line | ({"trace": trace} if trace else {}), ensure_ascii=False, default=str)
        told = " ".join(f"{name}={value}" for name, value in extra.items())
        return f"{at} {record.levelname.lower():7} {record.getMessage()} {told}".rstrip() + (
            f"\n{trace}" if trace else ""
        )


def set_up_logs(choice: Log) -> None:
    """Sends every record to standard error in one form; libraries speak only when something is wrong."""
    out = logging.StreamHandler(sys.stderr)
    out.setFormatter(_Lines(as_json=choice.json_lines))
    logging.basicConfig(level=choice.level.upper(), handlers=[out], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
