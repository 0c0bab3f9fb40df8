"""The chat page in a real browser, on a phone's width and by keyboard alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.served import Served, served

pytestmark = pytest.mark.browser
QUESTION = "我62了,农村户口,就一个姑娘,能领什么钱?"


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path) as service:
        yield service


@pytest.fixture
async def page(browser: Browser, service: Served) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = await context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "requestfailed",
        lambda request: problems.append(request.url) if service.url not in request.url else None,
    )
    await page.goto(service.url)
    await expect(page.locator(".us").first).to_be_visible()
    yield page
    assert problems == []
    await context.close()


async def say(page: Page, words: str) -> None:
    answered = await page.locator("#log > li").count()
    await page.fill("#text", words)
    await page.keyboard.press("Enter")
    await expect(page.locator("#log > li")).not_to_have_count(answered + 1)
    await expect(page.locator("#send")).to_be_enabled()


async def test_the_first_reply_says_that_it_is_automatic(page: Page) -> None:
    await expect(page.locator(".us").first).to_contain_text("自动")
    await expect(page.locator(".notice")).to_contain_text("自动回答")


async def test_nothing_is_wider_than_a_small_phone(page: Page) -> None:
    await say(page, QUESTION)
    for elder in (False, True):
        if elder:
            await page.click("#elder")
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, f"elder={elder}"


async def test_a_check_is_walked_by_keyboard_alone_to_a_printable_result(page: Page) -> None:
    await page.focus("#text")
    await page.keyboard.type("奖励扶助我够不够条件,我62了,农村户口,就一个姑娘")
    await page.keyboard.press("Enter")
    await expect(page.locator("#stepper")).to_be_visible()
    for _ in range(8):
        if not await page.locator("#stepper").is_visible():
            break
        options = page.locator(".us .options").last.locator("button:enabled")
        no = options.filter(has_text="没有")
        await (no if await no.count() else options).first.focus()
        before = await page.locator("#log > li").count()
        await page.keyboard.press("Enter")
        await expect(page.locator("#log > li")).not_to_have_count(before)
        await expect(page.locator("#send")).to_be_enabled()
    result = page.locator(".results").last
    await expect(result).to_contain_text("初步符合")
    await expect(result).to_contain_text("960元")
    await result.locator("summary").first.click()
    await expect(result).to_contain_text("国办发〔2004〕21号")
    await page.emulate_media(media="print")
    await expect(page.locator(".bottom")).to_be_hidden()
    await expect(result).to_be_visible()


async def test_the_larger_type_stays_chosen(page: Page) -> None:
    await page.click("#elder")
    size = await page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    spacing = await page.evaluate("parseFloat(getComputedStyle(document.body).lineHeight)")
    assert size >= 22
    assert spacing / size >= 1.3
    await page.reload()
    await expect(page.locator("#elder")).to_have_attribute("aria-pressed", "true")


async def test_a_restart_of_the_service_loses_nothing(page: Page, service: Served) -> None:
    await say(page, "奖励扶助我够不够条件,我62了,农村户口,就一个姑娘")
    question = await page.locator(".us .words").last.inner_text()
    await service.stop()
    await page.fill("#text", "没有")
    await page.keyboard.press("Enter")
    await expect(page.locator("#banner")).to_contain_text("重新连接")
    await service.start()
    await expect(page.locator(".results").last).to_contain_text("农村", timeout=15_000)
    await expect(page.locator("#banner")).to_be_hidden()
    await page.reload()
    await expect(page.locator("#log")).to_contain_text(question[:10])
    await expect(page.locator(".results").last).to_contain_text("初步符合")


async def test_every_control_has_a_name_for_a_screen_reader(page: Page) -> None:
    await say(page, QUESTION)
    nameless = await page.evaluate(
        """() => [...document.querySelectorAll('button, textarea, progress, a')]
             .filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.length
                                || one.getAttribute('aria-labelledby')))
             .map((one) => one.outerHTML)"""
    )
    assert nameless == []
    assert await page.locator("#log[role=log][aria-live=polite]").count() == 1


async def test_forgetting_clears_the_page_too(page: Page) -> None:
    await say(page, QUESTION)
    await page.click("[data-say=清除]")
    await expect(page.locator("#send")).to_be_enabled()
    kept = await page.evaluate("sessionStorage.getItem('huimin-conversation')")
    # Not the bare number: a time or a session's name may hold it too.
    assert not any(told in kept for told in ("62了", "62岁", "62 岁", "农村户口", "姑娘"))
