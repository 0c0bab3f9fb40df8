"""Walks the whole dialogue: from every door into it, each answer of each question, states that look alike only once."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.channels.sms.discretion import Discretion
from bot.channels.sms.saying import MOST_SEGMENTS, Pages
from bot.channels.telegram.saying import LONGEST_ID, LONGEST_TEXT, keyboard, parts, units
from bot.choosing import choose
from bot.memory import Option
from bot.rendering import Rendering
from bot.turn import Reply
from bot.wording import Wording
from campaigns.provider import SegmentRule
from campaigns.segments import segments
from nlu.acts import Act, Ask
from nlu.catalogue import CATALOGUE
from nlu.dialogue import respond
from nlu.eligibility import Assessor
from nlu.fact_types import Kind
from nlu.heard import Heard, Move
from nlu.interpretation import Aspect, Intent, Interpretation
from nlu.policybook import load_book
from nlu.reading.read import read_answer
from nlu.rules import Rules
from nlu.state import State

TODAY = date(2026, 11, 25)
BOOK = load_book()
NUMBERS = ("0", "1", "2", "3", "14", "48", "62", "90")
DATES = ("1975", "1990", "201512", "20160101", "20230305", "20250305")
MOST_PAGES = 12
_MOVES = {move.value for move in Move}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk stands: the state, what is offered, and the fact that is asked for."""

    state: State
    offered: tuple[Option, ...]
    asked: str | None

    @property
    def looks(self) -> tuple[object, ...]:
        """What makes two places alike: the same question in the same check with the same left open, the same options."""
        state = self.state
        check = state.check
        return (
            self.asked,
            check and (check.benefits, check.whole, frozenset(RULES.open_facts(check.benefits, state.facts, check.skipped))),
            state.clash and state.clash.fact,
            tuple(option.id for option in self.offered),
            state.misses,
        )  # fmt: skip


RULES = Rules(BOOK, Assessor(BOOK), TODAY)


@dataclass
class Crawl:
    """What was seen on the way, and what is wrong."""

    most: int
    places: int = 0
    turns: int = 0
    asked: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    chosen: set[str] = field(default_factory=set)
    offered: set[str] = field(default_factory=set)
    checked: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    seen: set[tuple[object, ...]] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    """Doors behind which there was more than could be walked."""

    @cached_property
    def words(self) -> Rendering:
        return Rendering(Wording.load(), BOOK)

    @cached_property
    def discretion(self) -> Discretion:
        return Discretion.of(BOOK)

    @cached_property
    def pages(self) -> tuple[Pages, ...]:
        say = Wording.load().channel
        return tuple(
            Pages(lambda text, rule=rule: segments(text, rule), "【武汉卫健】", say("sms_more"), say("sms_ways", words="{words}"))  # type: ignore[misc]
            for rule in SegmentRule
        )  # fmt: skip

    def walk(self, door: str, text: str) -> None:
        """Walks everything behind a door: an option's id or a word that is heard in a fresh conversation."""
        start = State(greeted=True)
        choice = choose(text, start, ())
        heard = choice.heard if choice else Heard(Interpretation(Intent(text), 1.0))
        waiting = deque([self.hear(start, heard)])
        self.seen.add(waiting[0].looks)
        found = 0
        while waiting:
            place = waiting.popleft()
            self.places += 1
            for heard in self.answers(place):
                after = self.hear(place.state, heard)
                self.examine_end(place, after, heard)
                if after.looks in self.seen or not _behind(door, after):
                    continue
                if found < self.most:
                    found += 1
                    self.seen.add(after.looks)
                    waiting.append(after)
                else:
                    self.cut.add(door)

    def hear(self, state: State, heard: Heard) -> Place:
        self.turns += 1
        after, said = respond(state, heard, RULES)
        assert State.from_json(after.to_json()) == after
        replies = self.words.replies(said, after.claimant)
        self.examine(after, said, replies)
        offered = next((reply.options for reply in replies if reply.options), ())
        self.offered |= {option.id for option in offered}
        asks = [act.fact for act in said if isinstance(act, Ask)]
        assert len(asks) <= 1
        if after.check:
            self.checked |= set(after.check.benefits)
            self.open |= RULES.open_facts(after.check.benefits, after.facts, after.check.skipped)
        self.asked |= set(asks)
        return Place(after, offered, asks[0] if asks else None)

    def answers(self, place: Place) -> Iterator[Heard]:
        """Everything that can be answered here, each by its digits."""
        known = CATALOGUE[place.asked] if place.asked else None
        literal = known is not None and known.kind in (Kind.INTEGER, Kind.DATE) and place.state.clash is None
        if known is not None and literal:
            yield from self._told(place, known.name, DATES if known.kind is Kind.DATE else NUMBERS)
        for number, option in enumerate(place.offered, 1):
            by_digit = choose(str(number), place.state, place.offered)
            by_label = choose(option.label, place.state, place.offered)
            assert by_label is not None, f"{option.label} chooses nothing"
            if not literal:
                assert by_digit is not None, f"{number} chooses nothing in {place.offered}"
                assert by_digit.heard == by_label.heard, f"{number} is not {option.label}"
            self.chosen.add(
                f"{place.asked}={option.id}" if place.asked and option.id not in _MOVES else option.id
            )
            yield by_label.heard

    def _told(self, place: Place, fact: str, digits: tuple[str, ...]) -> Iterator[Heard]:
        read = 0
        for written in digits:
            choice = choose(written, place.state, place.offered)
            if choice is not None:
                assert choice.heard.move is None, f"{written} is a command while {fact} is asked for"
            facts = read_answer(written, fact, TODAY, place.state.claimant).facts
            if fact in facts:
                read += 1
                yield Heard(Interpretation(Intent.TELL, 1.0, facts=dict(facts)), words=written)
        assert read >= 2, f"{fact} cannot be answered by digits"

    def examine(self, state: State, said: tuple[Act, ...], replies: tuple[Reply, ...]) -> None:
        assert replies, "nothing is said"
        for reply in replies:
            self.kinds.add(reply.kind)
            assert reply.text.strip()
            assert not any(trace in reply.text for trace in ("{", "}", "None", "失独", "True", "False"))
        options = next((reply.options for reply in replies if reply.options), ())
        labels = [option.label for option in options]
        assert len(set(labels)) == len(labels) == len({option.id for option in options}), labels
        assert options or not any(isinstance(act, Ask) for act in said), "a question without a way out"
        self.fits_telegram("\n\n".join(reply.text for reply in replies), options, state.turns)
        self.fits_sms("\n".join(reply.text for reply in replies), options)

    def fits_telegram(self, text: str, options: tuple[Option, ...], number: int) -> None:
        assert all(0 < units(part) <= LONGEST_TEXT for part in parts(text))
        board = keyboard(options, number)
        for row in board.inline_keyboard if board else ():
            assert all(
                button.text and len((button.callback_data or "").encode()) <= LONGEST_ID for button in row
            )

    def fits_sms(self, text: str, options: tuple[Option, ...]) -> None:
        """In four segments a message by any counting, and with nothing private among it."""
        told, _ = self.discretion.told(text)
        assert not any(name in told for name in self.discretion.names), told
        for rule, pages in zip(SegmentRule, self.pages, strict=True):
            whole = pages.whole(told, options, self.discretion.offered)
            start = 0
            for _ in range(MOST_PAGES):
                page = pages.page(whole, start)
                assert segments(page.text, rule) <= MOST_SEGMENTS
                assert page.reached > start or not page.more
                start = page.reached
                if not page.more:
                    break
            else:
                raise AssertionError(f"more than {MOST_PAGES} messages: {whole}")

    def examine_end(self, before: Place, after: Place, heard: Heard) -> None:
        """An answer or a skip leads on: never to a question that was answered or skipped before, so that there is an end."""
        was, now = before.state.check, after.state.check
        if (
            was is None
            or now is None
            or now.benefits != was.benefits
            or before.state.clash
            or after.state.clash
        ):
            return
        if heard.move not in (None, Move.SKIP) or before.asked is None or after.asked == before.asked:
            assert heard.move is not Move.SKIP or after.asked != before.asked
            return
        told = {*after.state.facts, *now.skipped}
        assert after.asked not in told, f"{after.asked} is asked though it is known, after {before.asked}"
        assert len(told) > len({*before.state.facts, *was.skipped}), (
            f"nothing came of the answer to {before.asked}"
        )


def _behind(door: str, place: Place) -> bool:
    """Say whether a place lies behind this door, and not behind another one to which an option led."""
    check, benefit = place.state.check, door.removeprefix("check ")
    if benefit in BOOK.benefits:
        return check is not None and check.benefits == (benefit,)
    left = {option.id for option in place.offered} & {"tender", "folded"}
    return door in WIDE and bool(check or place.state.clash or left or door == "menu")


WIDE = ("check all", "check money", "menu")
"""Doors behind which are too many places to walk all of them."""


def doors() -> Iterator[tuple[str, str]]:
    """Every way into the dialogue that can be taken by an option or a word."""
    for benefit in BOOK.benefits:
        yield from ((f"{benefit} {aspect}", f"ask:{benefit}+{aspect}") for aspect in Aspect)
    yield from ((topic, f"topic:{topic}") for topic in BOOK.topics)
    yield from ((f"check {benefit}", f"check:{benefit}") for benefit in (*BOOK.benefits, "all", "money"))
    yield "menu", "菜单"
    for word in ("人工", "清除", "重来", "返回", "跳过", "帮助", "恢复", "拒收"):
        yield word, word
    for intent in ("greet", "thanks", "goodbye", "complaint", "emergency", "out_of_scope", "affirm", "deny"):
        yield intent, intent
