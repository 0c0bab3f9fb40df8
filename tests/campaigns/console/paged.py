"""The staff's pages of a door in this process, for a browser: what the house does there, a test can move by hand."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from playwright.async_api import Browser, Page, expect

from tests.campaigns.console.conftest import Door


@asynccontextmanager
async def paged(door: Door) -> AsyncIterator[str]:
    """Serves the door on a free port of the loopback; gives its address."""
    # It listens before anybody comes, so that nobody has to wait until it does.
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(door.app, log_level="critical", lifespan="off"))
        served = asyncio.create_task(server.serve([listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            server.should_exit = True
            await served


async def entered(browser: Browser, address: str, who: str, problems: list[str]) -> Page:
    """A page of somebody's own, logged in by keyboard; what goes wrong on it is added to `problems`."""
    context = await browser.new_context(viewport={"width": 1100, "height": 800}, locale="zh-CN")
    page = await context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    await page.goto(address)
    await expect(page.locator("input[name=token]")).to_be_focused()
    await page.keyboard.type(who)
    await page.keyboard.press("Enter")
    await expect(page.locator("#who")).to_be_visible()
    return page
