"""The console in a real browser: a campaign from the form to the phone and back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.bot.page.test_page import FLAGS
from tests.journeys.test_campaign import AROUND_THE_CLOCK
from tests.served import ROOT, Served, served

pytestmark = pytest.mark.browser


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path, **AROUND_THE_CLOCK) as service:
        yield service


async def hired(service: Served, name: str, *roles: str) -> str:
    words = [word for role in roles for word in ("--role", role)]
    return (await service.command("staff", "add", name, *words))[1].strip()


async def opened(browser: Browser, service: Served, token: str, problems: list[str]) -> Page:
    """A page of somebody's own, logged in."""
    context = await browser.new_context(viewport={"width": 1100, "height": 800}, locale="zh-CN")
    page = await context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            problems.append(asked.url)
            if "127.0.0.1" not in asked.url and not asked.url.startswith(("data:", "blob:"))
            else None
        ),
    )
    await page.goto(f"http://127.0.0.1:{service.staff_port}/")
    await page.fill("input[name=token]", token)
    await page.keyboard.press("Enter")
    await expect(page.locator("#who")).to_be_visible()
    return page


async def test_a_wrong_token_is_told_and_opens_nothing(browser: Browser, service: Served) -> None:
    page = await (await browser.new_context()).new_page()
    await page.goto(f"http://127.0.0.1:{service.staff_port}/")
    await page.fill("input[name=token]", "nobody")
    await page.keyboard.press("Enter")
    await expect(page.locator("#banner")).to_contain_text("令牌")
    await expect(page.locator("#nav")).to_be_hidden()
    assert await page.evaluate("sessionStorage.length") == 0


async def test_a_campaign_is_written_approved_launched_and_answered(
    browser: Browser, service: Served
) -> None:
    problems: list[str] = []
    author = await opened(browser, service, await hired(service, "王写", "author"), problems)
    await author.click("text=居民")
    await author.set_input_files("input[type=file]", str(ROOT / "samples/residents.csv"))
    await author.click("button:has-text('导入')")
    await expect(author.locator("main")).to_contain_text("1,000 行", timeout=30_000)

    await author.click("text=新建活动")
    await author.select_option("[name=template]", "old-age-rewards-rural")
    await author.fill("[name=hotline]", "12345")
    await author.select_option("[name=benefit]", "rural-family-reward")
    await author.check("[name=maybe]")
    await author.select_option("[name=waves]", "once")
    await expect(author.locator("#preview .sms").first).to_contain_text("【武汉卫健】", timeout=15_000)
    await expect(author.locator("#preview")).to_contain_text("已退订")
    await author.click("text=保存并提交批准")
    await expect(author.locator(".badge").first).to_have_text("待批准")
    assert await author.locator("#do-approve").count() == 0

    approver = await opened(browser, service, await hired(service, "李审", "approver", "operator"), problems)
    await approver.click("main a")
    await approver.click("#do-approve")
    await expect(approver.locator(".badge").first).to_have_text("已批准")
    await approver.click("#do-launch")
    recipients = (await approver.locator("dd").nth(2).inner_text()).strip()
    await expect(approver.locator("#accounted")).to_have_text(
        f"有着落:{recipients} / {recipients}", timeout=30_000
    )

    await expect(approver.locator("main")).not_to_contain_text("null")

    await approver.click("text=模拟手机")
    await approver.click(".phones button >> nth=0")
    await approver.fill("[name=text]", "退订")
    await approver.keyboard.press("Enter")
    await expect(approver.locator(".lines .sms").last).to_contain_text("已为您退订")
    await approver.click("text=日志")
    await expect(approver.locator("main")).to_contain_text("完好")
    assert problems == []
    assert await approver.evaluate("Object.keys(localStorage).length") == 0
