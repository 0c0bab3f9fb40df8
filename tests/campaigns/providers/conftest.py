"""Providers are tried on the loop on which the house runs, and on the plain one, which is Windows' only one."""

import asyncio
from collections.abc import Callable, Mapping

import pytest

from commands.loops import new_loop


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Give the loops, by the name that is shown with each test."""
    return {"house": new_loop, "plain": asyncio.new_event_loop}
