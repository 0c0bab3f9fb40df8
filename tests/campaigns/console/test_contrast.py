"""Every word of the console is dark or light enough on its ground: 4.5 to 1, as WCAG 2.2 AA asks (1.4.3)."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.campaigns.console.conftest import Door
from tests.campaigns.console.doubtful import in_doubt
from tests.campaigns.console.paged import entered, paged

pytestmark = pytest.mark.browser

SAMPLES = """() => document.getElementById("main").insertAdjacentHTML("beforeend", `
  <p class="hint">hint</p><span class="badge">badge</span>
  ${["draft", "submitted", "approved", "running", "paused", "held", "finishing", "finished", "canceled"].map((state) =>
    `<span class="badge ${state}">${state}</span>`).join("")}
  <section class="card"><p class="hint">hint</p><dl><dt>dt</dt><dd>dd</dd></dl>
    <button>button</button><button class="main">main</button><button class="danger">danger</button>
    <input placeholder="placeholder"><span class="badge held">held</span>
    <div class="talk"><p class="sms">sms<span class="fate">fate</span><span class="fate bad">fate bad</span></p>
      <p class="sms mine">mine<span class="fate">fate</span></p><p class="sms desk">desk</p></div></section>
  <section class="phone"><p class="sms mine">mine</p></section>
  <p class="banner">banner</p>`)"""
"""One of each look that a page may have, where this campaign does not show it."""

PALE = """() => {
  const dot = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const painted = (colours) => {
    dot.clearRect(0, 0, 1, 1);
    for (const colour of colours) { dot.fillStyle = colour; dot.fillRect(0, 0, 1, 1); }
    return [...dot.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (colour) => colour.map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const found = { seen: 0, pale: [] };
  const judge = (words, colour, on) => {
    const grounds = [];
    for (let one = on; one; one = one.parentElement) grounds.unshift(getComputedStyle(one).backgroundColor);
    const [dark, light] = [painted(["#fff", ...grounds]), painted(["#fff", ...grounds, colour])].map(luminance).sort((a, b) => a - b);
    const ratio = (light + 0.05) / (dark + 0.05);
    found.seen += 1;
    if (ratio < 4.5) found.pale.push(`${words.slice(0, 20)}: ${ratio.toFixed(2)}`);
  };
  for (const one of document.body.querySelectorAll("*")) {
    if (one.closest("[hidden], :disabled, noscript") || !one.getClientRects().length) continue;
    const words = [...one.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE).map((child) => child.data.trim()).join("");
    if (words || one.value) judge(words || one.value, getComputedStyle(one).color, one);
    if (one.placeholder) judge(one.placeholder, getComputedStyle(one, "::placeholder").color, one);
  }
  return found;
}"""


async def pale(page: Page) -> list[str]:
    found = await page.evaluate(PALE)
    assert found["seen"] > 8
    return list(found["pale"])


async def test_every_word_of_the_pages_can_be_read(browser: Browser, door: Door) -> None:
    campaign = await in_doubt(door, 2)
    async with paged(door) as address:
        page = await entered(browser, address, "admin", [])
        faint: dict[str, list[str]] = {}
        for view, heading in (
            ("campaigns", "活动"),
            (f"campaign/{campaign}", "报告"),
            ("new", "新建活动"),
            ("people", "人员"),
            ("contacts", "居民"),
            ("opt-outs", "退订"),
            ("phones", "模拟手机"),
            ("audit", "日志"),
        ):
            await page.goto(f"{address}#/{view}")
            await expect(page.locator("main h2", has_text=heading).first).to_be_visible()
            await page.evaluate(SAMPLES)
            faint[view] = await pale(page)
        assert faint == {view: [] for view in faint}


async def test_a_word_that_is_too_pale_is_seen(browser: Browser, door: Door) -> None:
    async with paged(door) as address:
        page = await entered(browser, address, "admin", [])
        await page.evaluate(SAMPLES)
        await page.evaluate("document.documentElement.style.setProperty('--quiet', '#777')")
        assert "hint: 4.48" in await pale(page)
