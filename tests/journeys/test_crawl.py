"""A crawler goes through the whole dialogue, and walkers go through it at random: by digits, always with words, to its end."""

import sys
from collections.abc import Mapping
from random import Random

import pytest

from bot.choosing import choose
from bot.memory import Option
from bot.rendering import Rendering
from bot.turn import Reply
from bot.wording import Wording
from nlu.acts import Act, Ask
from nlu.catalogue import CATALOGUE
from nlu.dialogue import respond
from nlu.fact_types import Kind
from nlu.heard import Heard
from nlu.interpretation import FactValue, Intent, Interpretation
from nlu.policy import Policy
from nlu.state import State
from tests.crawler import BOOK, RULES, WIDE, Crawl, doors

WORDS = Rendering(Wording.load(), BOOK)
LONGEST_ID = 64  # bytes: what a button of Telegram carries
LONGEST_TEXT = 4096  # UTF-16 units: what a message of Telegram carries
MOST_OPTIONS = 20
DATES = ("1990", "1995-05", "2012-12-31", "2016-01-01", "2022-06", "2025-03-05")


class Walker:
    """Somebody who answers at random, and writes down what is wrong."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.state = State()
        self.offered: tuple[Option, ...] = ()
        self.asked: str | None = None

    def hear(self, heard: Heard) -> tuple[Act, ...]:
        self.state, said = respond(self.state, heard, RULES)
        assert State.from_json(self.state.to_json()) == self.state
        replies = WORDS.replies(said, self.state.claimant)
        assert replies, "nothing is said"
        for reply in replies:
            self.examine(reply)
        self.offered = next((reply.options for reply in replies if reply.options), ())
        asks = [act for act in said if isinstance(act, Ask)]
        assert len(asks) <= 1
        self.asked = asks[0].fact if asks else None
        return said

    def examine(self, reply: Reply) -> None:
        assert reply.text.strip()
        assert "{" not in reply.text
        assert "None" not in reply.text
        assert "失独" not in reply.text
        assert len(reply.text.encode("utf-16-le")) // 2 <= LONGEST_TEXT
        assert len(reply.options) <= MOST_OPTIONS
        assert all(len(option.id.encode()) <= LONGEST_ID for option in reply.options)
        assert len({option.id for option in reply.options}) == len(reply.options)
        labels = [option.label for option in reply.options]
        assert len(set(labels)) == len(labels), labels

    def by_digits(self, place: int) -> Heard:
        """The option at the place, taken by its digits; or the digits as a number."""
        choice = choose(str(place), self.state, self.offered)
        assert choice is not None, (place, self.offered)
        return choice.heard

    def answer(self) -> Heard:
        known = CATALOGUE[self.asked or ""]
        if known.kind is Kind.INTEGER:
            high = 90 if known.clock else min(known.high, 3)
            return self.by_digits(self.random.randint(known.low, high))
        if known.kind is Kind.DATE and self.random.random() < 0.8:
            facts: Mapping[str, FactValue] = {known.name: self.random.choice(DATES)}
            return Heard(Interpretation(Intent.TELL, 1.0, facts=facts))
        values = max(len(known.choices), 2 if known.kind is Kind.BOOLEAN else 1)
        return self.by_digits(self.random.randint(1, min(values, len(self.offered))))


PLACES = 600
"""So many places behind one door are enough; behind every benefit's own there are fewer."""


@pytest.fixture(scope="module")
def crawl() -> Crawl:
    """The whole dialogue, walked; what is wrong anywhere is raised on the way."""
    crawl = Crawl(PLACES)
    for door, text in doors():
        crawl.walk(door, text)
    return crawl


def test_every_place_of_the_dialogue_is_answered_by_digits_fits_every_channel_and_leads_on(
    crawl: Crawl, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        sys.stdout.write(
            f"\ncrawled {crawl.turns} turns to {crawl.places} places; {len(crawl.asked)} questions\n"
        )
    assert crawl.cut <= set(WIDE)
    assert crawl.places > 1000


def test_every_policy_question_and_option_was_met_on_the_way(crawl: Crawl) -> None:
    assert crawl.checked >= {id_ for id_, policy in BOOK.benefits.items() if _is_checked(policy)}
    assert crawl.open - crawl.asked == set()
    taken = {choice.partition("=")[2] or choice for choice in crawl.chosen}
    assert crawl.offered - taken == set()
    for fact in crawl.asked:
        offered = {option.id for option in Wording.load().choices(fact)}
        assert {option for option in offered if f"{fact}={option}" not in crawl.chosen} == set(), fact
    assert {"ask", "verdict", "result", "contradiction", "answer", "topic", "menu", "handoff"} <= crawl.kinds


def _is_checked(policy: Policy) -> bool:
    """Say whether anything can be asked about a benefit today; of one that has ended there is nothing to ask."""
    return bool(RULES.open_facts((policy.id,), {}, ()))


@pytest.mark.parametrize("seed", range(25))
def test_a_random_walk_by_digits_always_finds_words_and_options(seed: int) -> None:
    walker = Walker(seed)
    walker.hear(Heard(Interpretation(Intent.HELP, 1.0)))
    for _ in range(80):
        if walker.asked and walker.random.random() < 0.8:
            walker.hear(walker.answer())
        elif walker.offered and not walker.asked:
            walker.hear(walker.by_digits(walker.random.randint(1, len(walker.offered))))
        elif walker.offered:
            option = walker.random.choice(walker.offered)
            choice = choose(option.id, walker.state, walker.offered)
            assert choice is not None
            walker.hear(choice.heard)
        else:
            choice = choose("0" if not walker.asked else "菜单", walker.state, ())
            assert choice is not None
            walker.hear(choice.heard)


@pytest.mark.parametrize("benefit", [*BOOK.benefits, "all", "money"])
@pytest.mark.parametrize("seed", range(3))
def test_every_self_check_ends_and_never_asks_the_same_twice(benefit: str, seed: int) -> None:
    walker = Walker(seed)
    choice = choose(f"check:{benefit}", walker.state, ())
    assert choice is not None
    walker.hear(choice.heard)
    seen: set[str] = set()
    while walker.asked:
        if walker.state.clash is None:
            assert walker.asked not in seen
        seen.add(walker.asked)
        said = walker.hear(walker.answer())
        while walker.state.clash:
            assert said
            said = walker.hear(walker.by_digits(1))
            seen.clear()
        assert len(seen) < len(CATALOGUE)
    assert walker.state.check is None


@pytest.mark.parametrize("benefit", BOOK.benefits)
def test_every_side_of_every_benefit_can_be_asked_for_by_its_option(benefit: str) -> None:
    walker = Walker(0)
    for aspect in (
        "eligibility",
        "amount",
        "procedure",
        "documents",
        "place",
        "timing",
        "content",
        "basis",
        "status",
        "general",
    ):
        choice = choose(f"ask:{benefit}+{aspect}", walker.state, ())
        assert choice is not None
        walker.hear(choice.heard)


@pytest.mark.parametrize("topic", BOOK.topics)
def test_every_topic_can_be_asked_for_by_its_option(topic: str) -> None:
    walker = Walker(0)
    choice = choose(f"topic:{topic}", walker.state, ())
    assert choice is not None
    walker.hear(choice.heard)
