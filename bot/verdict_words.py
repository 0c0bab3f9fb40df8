"""Verdicts in words: amounts, waiting times, sources, and what was and was not checked."""

from collections.abc import Iterable
from datetime import date

from bot.wording import Wording, day_in_words
from nlu.assessment import Amount, Assessment, Standing
from nlu.policy import PolicyBook, Source, Verdict
from nlu.reading.people import Kin

MOST_POINTS = 3
"""Points that were not checked are named up to this many; the others are counted."""

MOST_SOURCES = 3


class VerdictWords:
    """Says verdicts in the words of one language, with the names of one policy book."""

    def __init__(self, wording: Wording, book: PolicyBook) -> None:
        self._say = wording
        self._book = book

    def judgement(self, judged: Assessment, about: Kin, missing: tuple[str, ...]) -> str:
        """Give one verdict in full: what it is, why, how much, where, and what was not checked."""
        say = self._say.verdict
        lines = [self.title(judged, about)]
        if judged.verdict is Verdict.NOT_ELIGIBLE:
            lines.append(say("fails", conditions=self._conditions(judged, Standing.FAILS)))
            lines.extend(self._time(judged))
        if judged.verdict in (Verdict.UNCLEAR, Verdict.ENDED):
            lines.extend(self._because(judged))
        if missing:
            facts = "、".join(self._say.label(fact, about) for fact in missing)
            lines.append(say("missing", facts=facts))
        if judged.verdict in (Verdict.ELIGIBLE, Verdict.UNKNOWN) and judged.amount:
            lines.append(say("amount", amount=self.amount(judged.amount)) + self._note(judged.amount))
        if judged.verdict is Verdict.ELIGIBLE:
            holds = self._conditions(judged, Standing.HOLDS)
            lines.extend([say("holds", conditions=holds)] if holds else [])
        if judged.verdict in (Verdict.ELIGIBLE, Verdict.UNKNOWN, Verdict.UNCLEAR):
            lines.extend(self._unchecked(judged))
            decides = self._book.benefits[judged.benefit].decides
            lines.append(say("where", where=decides.where, who=decides.who))
        lines.extend(self.sources(judged.sources))
        lines.append(say("caution"))
        return "\n".join(lines)

    def brief(self, judged: Assessment, about: Kin) -> str:
        """Give one verdict in one or two sentences."""
        lines = [self.title(judged, about)]
        if judged.verdict is Verdict.NOT_ELIGIBLE:
            lines.append(self._say.verdict("fails", conditions=self._conditions(judged, Standing.FAILS)))
            lines.extend(self._time(judged))
        if judged.verdict in (Verdict.UNCLEAR, Verdict.ENDED):
            lines.extend(self._because(judged))
        if judged.verdict is Verdict.ELIGIBLE and judged.amount:
            lines.append(self._say.verdict("amount", amount=self.amount(judged.amount)))
        return "\n".join(lines)

    def title(self, judged: Assessment, about: Kin) -> str:
        """Give the first sentence: what the verdict is."""
        return self._say.verdict_title(
            judged.verdict.value, who=self._say.who(about), name=self.name(judged.benefit)
        )

    def name(self, benefit: str) -> str:
        """Give the short name of a benefit."""
        return self._book.benefits[benefit].short

    def amount(self, amount: Amount) -> str:
        """Give an amount as people say it: 每人每年960元."""
        say = self._say.amounts
        if amount.high is None:
            total = say("least", number=amount.low)
        elif amount.low == amount.high:
            total = say("value", number=amount.low)
        else:
            total = say("range", low=amount.low, high=amount.high)
        return say(
            "whole",
            **{"for": self._say.paid("for", amount.for_), "per": self._say.paid("per", amount.per)},
            sum=total,
        )

    def sources(self, sources: Iterable[Source]) -> list[str]:
        """Give the line that names the sources, their kind and the day they were checked; none where there are none."""
        named = [self._source(source) for source in tuple(sources)[:MOST_SOURCES]]
        return [self._say.frame("sources", sources=";".join(named))] if named else []

    def source(self, sources: Iterable[Source]) -> str:
        """Give the first source, its kind and the day it was checked; empty where there is none."""
        return next((self._source(source) for source in sources), "")

    def when(self, judged: Assessment) -> str:
        """Give the first day on which only time was missing, in brackets; empty where it is not time."""
        if judged.qualifies_from is None:
            return ""
        return self._say.result("time", day=in_words(judged.qualifies_from[0]))

    def failing(self, judged: Assessment) -> str:
        """Give the first condition that fails."""
        return next((r.condition for r in judged.reasons if r.state is Standing.FAILS), "")

    def because(self, judged: Assessment) -> str:
        """Give why a verdict is unclear or ended, in one line."""
        return ";".join(part.text.rstrip("。") for part in judged.because)

    def _source(self, source: Source) -> str:
        return self._say.frame(
            "source",
            title=source.title,
            quality=self._say.quality(source.quality),
            day=day_in_words(source.read_on.isoformat()),
        )

    def _because(self, judged: Assessment) -> list[str]:
        return [self._say.verdict("because", text=part.text.rstrip("。")) for part in judged.because]

    def _time(self, judged: Assessment) -> list[str]:
        say = self._say.verdict
        if judged.qualifies_from:
            first, last = judged.qualifies_from
            if first == last:
                return [say("from_exact", day=in_words(first), wait=wait_in_words(judged.as_of, first))]
            return [say("from_range", day=in_words(first), last=in_words(last))]
        return [say("closed", day=in_words(judged.closed_on))] if judged.closed_on else []

    def _unchecked(self, judged: Assessment) -> list[str]:
        points = [clause.text for clause in judged.unchecked]
        lines = []
        if points:
            lines.append(self._say.verdict("unchecked", points=";".join(points[:MOST_POINTS])))
        if len(points) > MOST_POINTS:
            lines.append(self._say.verdict("unchecked_some", count=len(points) - MOST_POINTS))
        return lines

    def _note(self, amount: Amount) -> str:
        return self._say.verdict("note", note=amount.note) if amount.note else ""

    def _conditions(self, judged: Assessment, state: Standing) -> str:
        return ";".join(reason.condition for reason in judged.reasons if reason.state is state)


def in_words(day: date) -> str:
    """Give a day as people say it."""
    return day_in_words(day.isoformat())


def wait_in_words(today: date, day: date) -> str:
    """Give how long it is from today to the day, in whole years and months, or in days when it is less than a month."""
    months = (day.year - today.year) * 12 + day.month - today.month - (day.day < today.day)
    if months < 1:
        return f"{(day - today).days}天"
    years, months = divmod(months, 12)
    return (f"{years}年" if years else "") + (f"{months}个月" if months else "")
