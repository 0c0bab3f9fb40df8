"""What nobody knows the end of, on a campaign's page in a real browser."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Dialog, Page, expect

from tests.campaigns.console.conftest import Door
from tests.campaigns.console.doubtful import in_doubt, states
from tests.campaigns.console.paged import entered, paged
from tests.sending_house import ListProvider

pytestmark = pytest.mark.browser
SECTION = "section[aria-label=不知道发没发出去的]"
ROWS = f"{SECTION} tbody tr"


@pytest.fixture
async def address(door: Door) -> AsyncIterator[str]:
    async with paged(door) as address:
        yield address


async def tabbed_to(page: Page, selector: str) -> None:
    """Presses Tab until something that fits has the focus, and sees that this shows."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("(fits) => document.activeElement.matches(fits)", selector):
            style = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style != "none"
            return
    raise AssertionError(f"no Tab leads to {selector}")


class Asked:
    """What the page asks before it does something, and what is answered."""

    def __init__(self, page: Page) -> None:
        self.words: list[str] = []
        self.yes = True
        page.on("dialog", self._answer)

    async def _answer(self, dialog: Dialog) -> None:
        self.words.append(dialog.message)
        await (dialog.accept() if self.yes else dialog.dismiss())


async def test_a_doubt_is_decided_by_keyboard_alone(browser: Browser, door: Door, address: str) -> None:
    await in_doubt(door, 3)
    problems: list[str] = []
    page = await entered(browser, address, "operator", problems)
    asked = Asked(page)
    await tabbed_to(page, "main a")
    await page.keyboard.press("Enter")
    await expect(page.locator(ROWS)).to_have_count(3)
    await expect(page.locator(ROWS).first).to_contain_text("服务商没有在时限内回答")
    await expect(page.locator(ROWS).first).to_contain_text("1 次")
    await expect(page.locator(SECTION)).not_to_contain_text("+86")

    await tabbed_to(page, "input[name=doubt]")
    first = await page.evaluate("document.activeElement.value")
    await page.keyboard.press("Space")
    asked.yes = False
    await tabbed_to(page, "#doubt-send_again")
    await page.keyboard.press("Enter")
    await expect(page.locator("#doubt-send_again")).to_be_focused()
    assert "两条一样的短信" in asked.words[-1]
    assert (await states(door))["unknown"] == 3

    asked.yes = True
    await page.keyboard.press("Enter")
    told = page.locator(f"{SECTION} [role=status]")
    await expect(told).to_have_text("再发一次:1 条,已记入日志。")
    await expect(told).to_be_focused()
    await expect(page.locator(ROWS)).to_have_count(2)
    await expect(page.locator(f"{SECTION} input[value='{first}']")).to_have_count(0)
    assert isinstance(door.house.provider, ListProvider)
    before = len(door.house.provider.taken)
    await door.house.send_all()
    assert len(door.house.provider.taken) == before + 1

    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Shift+Tab")
    await expect(page.locator("#doubt-treat_as_not_sent")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#banner")).to_have_text("请先勾选要决定的短信。")
    for _ in range(2):
        await page.keyboard.press("Shift+Tab")
    await expect(page.locator("input[name=all-doubts]")).to_be_focused()
    await page.keyboard.press("Space")
    await tabbed_to(page, "#doubt-treat_as_sent")
    await page.keyboard.press("Enter")
    await expect(told).to_have_text("当作已发出:2 条,已记入日志。")
    await expect(page.locator(SECTION)).to_contain_text("没有:每条短信都知道去向。")
    await expect(page.locator("#doubt-treat_as_sent")).to_be_hidden()
    assert await states(door) == {"sent": 9}
    assert problems == []


async def test_what_is_ticked_stays_when_the_list_changes_under_it(
    browser: Browser, door: Door, address: str
) -> None:
    campaign = await in_doubt(door, 3)
    problems: list[str] = []
    page = await entered(browser, address, "operator", problems)
    await page.goto(f"{address}#/campaign/{campaign}")
    boxes = page.locator("input[name=doubt]")
    await expect(boxes).to_have_count(3)
    await boxes.nth(1).check()
    await boxes.nth(1).focus()
    kept, gone = await boxes.nth(1).input_value(), await boxes.nth(0).input_value()
    await door.call(
        "operator",
        "POST",
        f"/campaigns/{campaign}/doubts/decide",
        200,
        json={"decision": "treat_as_sent", "deliveries": [int(gone)], "confirm": True},
    )
    await expect(boxes).to_have_count(2)
    await expect(page.locator(f"input[value='{kept}']")).to_be_checked()
    await expect(page.locator(f"input[value='{kept}']")).to_be_focused()
    assert problems == []


async def test_others_than_operators_decide_nothing_and_viewers_see_nothing(
    browser: Browser, door: Door, address: str
) -> None:
    campaign = await in_doubt(door, 1)
    problems: list[str] = []
    author = await entered(browser, address, "author", problems)
    await author.goto(f"{address}#/campaign/{campaign}")
    await expect(author.locator(ROWS)).to_have_count(1)
    await expect(author.locator(f"{SECTION} input")).to_have_count(1)  # 全选, hidden with the buttons
    await expect(author.locator(f"{SECTION} input")).to_be_hidden()
    await expect(author.locator("#doubt-send_again")).to_be_hidden()
    viewer = await entered(browser, address, "viewer", problems)
    await viewer.goto(f"{address}#/campaign/{campaign}")
    await expect(viewer.locator("#accounted")).to_be_visible()
    await expect(viewer.locator(SECTION)).to_be_hidden()
    assert problems == []


async def test_what_is_too_young_says_from_when_and_no_doubt_is_told_too(
    browser: Browser, door: Door, address: str
) -> None:
    campaign = await in_doubt(door, 1, minutes=30)
    problems: list[str] = []
    page = await entered(browser, address, "operator", problems)
    await page.goto(f"{address}#/campaign/{campaign}")
    await expect(page.locator(ROWS)).to_contain_text("11:00:00 起可以决定")
    await expect(page.locator("#doubt-treat_as_sent")).to_be_hidden()
    door.house.clock.pass_by(hours=1)
    await door.call(
        "operator",
        "POST",
        "/doubts/decide",
        200,
        json={"decision": "treat_as_sent", "older_than_hours": 1, "confirm": True},
    )
    await expect(page.locator(SECTION)).to_contain_text("没有:每条短信都知道去向。")
    assert problems == []
