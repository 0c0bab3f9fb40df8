"""The console in a real browser: a campaign from the form to the phone and back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.test_campaign import AROUND_THE_CLOCK
from tests.served import ROOT, Served, served

pytestmark = pytest.mark.browser


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
    await author.click("text=只保存草稿")
    await expect(author.locator(".badge").first).to_have_text("草稿")

    await author.click("#do-edit")
    await expect(author.locator("[name=hotline]")).to_have_value("12345")
    await expect(author.locator("[name=benefit]")).to_have_value("rural-family-reward")
    await expect(author.locator("[name=way]")).to_have_value("now")
    await author.click("text=加一个条件")
    await author.select_option(".filter select", "self.age")
    await author.fill("[name=low]", "60")
    await author.click("text=保存并提交批准")
    await expect(author.locator(".badge").first).to_have_text("待批准")
    await expect(author.locator("main")).to_contain_text("年龄:60 及以上")
    await author.click("summary")
    await author.fill("[name=test-phones]", "10000009998")
    await author.click("text=发送测试短信")
    await expect(author.locator("details")).to_contain_text("已交给服务商")
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


async def test_an_author_writes_a_text_of_their_own_for_every_month(
    browser: Browser, service: Served
) -> None:
    problems: list[str] = []
    status, _, err = await service.command("contacts", "import", str(ROOT / "samples/residents.csv"))
    assert status == 0, err
    author = await opened(browser, service, await hired(service, "王写", "author"), problems)
    await author.click("text=新建活动")
    await author.select_option("[name=template]", "")
    await author.fill("[name=text-zh]", "每月五号社区有人答疑,地点在{place}。")
    await author.fill("[name=place]", "社区活动室")
    await author.fill("[name=name]", "每月答疑")
    await author.select_option("[name=policy]", "childcare-subsidy")
    await author.check("[name=district][value=黄陂区]")
    await author.select_option("[name=way]", "monthly")
    await author.fill("[name=monthday]", "5")
    await author.fill("[name=until]", "2027-12-31T18:00")
    await expect(author.locator("#preview .sms").first).to_contain_text("地点在社区活动室", timeout=15_000)
    await expect(author.locator("#preview")).to_contain_text("没有同意接收短信")
    await author.click("text=只保存草稿")
    await expect(author.locator("main")).to_contain_text("反复(cron 0 9 5 * *),到 2027-12-31 18:00 止")
    await author.click("#do-edit")
    await expect(author.locator("[name=way]")).to_have_value("monthly")
    await expect(author.locator("[name=monthday]")).to_have_value("5")
    assert await author.is_checked("[name=district][value=黄陂区]")
    assert problems == []


async def test_an_admin_lets_people_in_and_out(browser: Browser, service: Served) -> None:
    problems: list[str] = []
    admin = await opened(browser, service, await hired(service, "管理", "admin"), problems)
    await admin.click("text=人员")
    await admin.fill("[name=name]", "赵看")
    await admin.check("[name=role][value=viewer]")
    await admin.click("text=让这个人进来")
    token = (await admin.locator("code").inner_text()).strip()
    viewer = await opened(browser, service, token, problems)
    await expect(viewer.locator("#who")).to_contain_text("赵看(查看)")
    admin.on("dialog", lambda dialog: dialog.accept())
    await admin.locator("tr", has_text="赵看").locator("button").click()
    await expect(admin.locator("tr", has_text="赵看")).to_contain_text("停用")
    await viewer.reload()
    await expect(viewer.locator("input[name=token]")).to_be_visible()
    assert problems == []
