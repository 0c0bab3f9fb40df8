"""Which tests can run on this machine: what is missing is said, and in continuous integration it is a failure."""

import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, async_playwright

ROOT = Path(__file__).parent.parent
POSTGRES = os.environ.get("HUIMIN_TEST_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")
RABBITMQ = os.environ.get("HUIMIN_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672/")
CHROMIUM = os.environ.get("HUIMIN_TEST_CHROMIUM") or which("chromium") or which("chromium-browser") or ""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)
STRICT = os.environ.get("HUIMIN_TEST_ALL") == "1"


def _listens(url: str) -> bool:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=1):
            return True
    except OSError:
        return False


def _lacking() -> dict[str, str]:
    """Gives what each marker's tests need and this machine does not have."""
    lacking = {}
    if not _listens(POSTGRES):
        lacking["postgres"] = "no PostgreSQL at HUIMIN_TEST_POSTGRES"
    if not _listens(RABBITMQ):
        lacking["rabbitmq"] = "no RabbitMQ at HUIMIN_TEST_RABBITMQ"
    if not CHROMIUM:
        lacking["browser"] = "no Chromium on the PATH or at HUIMIN_TEST_CHROMIUM"
    if not (ROOT / "nlu/rasa/.venv/bin/rasa").exists() or not list(
        (ROOT / "nlu/rasa/models").glob("*.tar.gz")
    ):
        lacking["rasa"] = "no understanding environment or model: `make train` makes both"
    return lacking


LACKING = _lacking()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves out what cannot run here, or lets it fail where nothing may be left out."""
    for item in items:
        for marker, reason in LACKING.items():
            if item.get_closest_marker(marker) and not STRICT:
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says what was left out, so that green is not taken for whole."""
    for marker, reason in LACKING.items():
        terminalreporter.write_line(f"left out: tests marked '{marker}' ({reason})", yellow=True)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser; tests that take it are marked `browser`."""
    assert CHROMIUM, LACKING.get("browser")
    return CHROMIUM


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """A browser of the test's own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The address of a PostgreSQL server in which a test may make and drop databases of its own."""
    return POSTGRES


@pytest.fixture(scope="session")
def rabbitmq_url() -> str:
    """The address of a RabbitMQ server in which a test may make and drop queues of its own."""
    return RABBITMQ
