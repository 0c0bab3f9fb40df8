"""Every side of every benefit and topic, and every self-check, by short message: in four segments a message, nothing
private among them, and to its end by digits and the words that are named."""

import re
from random import Random

import pytest

from bot.channels.sms.discretion import Discretion
from bot.ports import Speaker
from bot.wording import Wording
from nlu.catalogue import CATALOGUE
from nlu.interpretation import Aspect
from tests.bot.sms.conftest import PHONE, Phone, assessor, cost

HER = Speaker("sms", PHONE)
BOOK = assessor().book
PRIVATE = Discretion.of(BOOK)
QUESTIONS = {
    fact: Wording.load().asking(fact).question for fact, known in CATALOGUE.items() if known.sensitive
}
MOST_MESSAGES = 60


async def read(phone: Phone, words: str) -> str:
    """Writes, and turns every page."""
    page = await phone.writes(words)
    whole = page
    for _ in range(12):
        assert page
        assert cost(page) <= 4
        assert "失独" not in page
        if not page.endswith("回M看更多"):
            break
        page = await phone.writes("M")
        whole = whole.removesuffix("回M看更多") + page
    assert not page.endswith("回M看更多")
    assert not any(name in whole for name in PRIVATE.names)
    assert not any(question in whole for question in QUESTIONS.values())
    return whole


@pytest.mark.parametrize("benefit", BOOK.benefits)
async def test_every_side_of_a_benefit_fits(phone: Phone, benefit: str) -> None:
    for aspect in Aspect:
        told = await read(phone, f"ask:{benefit}+{aspect}")
        assert ("短信里不问也不说" in told) is BOOK.benefits[benefit].sensitive


async def test_every_topic_fits(phone: Phone) -> None:
    for topic in BOOK.topics:
        assert "短信里不问也不说" not in await read(phone, f"topic:{topic}")


@pytest.mark.parametrize("benefit", [*BOOK.benefits, "all", "money"])
async def test_every_self_check_ends_by_digits_and_words(phone: Phone, benefit: str) -> None:
    chance = Random(len(benefit))
    told = await read(phone, f"check:{benefit}")
    for _ in range(MOST_MESSAGES):
        remembered = await phone.sessions.load(HER, phone.clock())
        assert remembered is not None
        check = remembered.memory.state.check
        if check is None:
            return
        assert check.asked is None or not CATALOGUE[check.asked].sensitive
        digits = re.findall(r"^(\d+) ", told.split("\n", 1)[-1], re.MULTILINE)
        told = await read(phone, chance.choice(digits) if digits else chance.choice(("2", "62", "跳过")))
    raise AssertionError(f"{benefit} does not end: {told}")
