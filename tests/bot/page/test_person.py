"""A person takes over, in two real browsers: the resident's page and the staff's console."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.bot.page.test_page import say
from tests.campaigns.console.test_pages import hired, opened
from tests.served import Served, served

pytestmark = pytest.mark.browser
ANSWER = "带户口本和身份证,到村里找计生专干"


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path) as service:
        yield service


async def test_a_person_answers_from_the_console_and_the_page_shows_it_once(
    browser: Browser, service: Served
) -> None:
    problems: list[str] = []
    resident = await (await browser.new_context(viewport={"width": 360, "height": 740})).new_page()
    resident.on("pageerror", lambda error: problems.append(str(error)))
    await resident.goto(service.url)
    await expect(resident.locator(".us").first).to_be_visible()
    await say(resident, "奖扶多少钱")
    await say(resident, "人工")
    await expect(resident.locator("#log")).to_contain_text("H0001")

    desk: Page = await opened(browser, service, await hired(service, "小王", "desk"), problems)
    await desk.click("#nav a:has-text('人工')")
    await desk.click("a:has-text('H0001')")
    await expect(desk.locator(".talk")).to_contain_text("奖扶多少钱")
    await desk.click("button:has-text('我来答')")
    await expect(resident.locator("#log")).to_contain_text("值班工作人员来了")
    await say(resident, "要带什么")
    await expect(desk.locator(".talk")).to_contain_text("要带什么")
    await desk.fill("textarea[name=answer]", ANSWER)
    await desk.click("button:has-text('发给居民')")
    answer = resident.locator(".person", has_text=ANSWER)
    await expect(answer).to_have_count(1)
    await expect(desk.locator(".sms", has_text=ANSWER)).to_contain_text("已送到")
    assert "小王" not in await resident.inner_text("#log")
    await resident.reload()
    await expect(answer).to_have_count(1)
    await desk.click("button:has-text('说完了')")
    await expect(resident.locator("#log")).to_contain_text("说完了")
    await say(resident, "奖扶多少钱")
    await expect(resident.locator(".us .words").last).to_contain_text("960")
    await expect(answer).to_have_count(1)
    width = await resident.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    assert problems == []
