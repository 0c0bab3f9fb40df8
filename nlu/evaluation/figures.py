"""The figures of an evaluation by name: what the gate keeps from falling and the bounds are laid on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlu.evaluation.scoring import (
    FactScore,
    Judged,
    JudgedTurn,
    Rate,
    Score,
    asks,
    aspect_right,
    benefits_right,
    intent_right,
    rate,
    right,
    score_facts,
    turn_right,
)
from nlu.interpretation import Intent

Table = Mapping[str, Score]
"""The scores that count, by name; those that nothing measures are left out."""

NOISE = ("typo", "homophone", "pinyin", "missing", "traditional", "dialect")
"""Tags of lines that are written in another way than the plain ones."""

PLAIN, ANY_NOISE = "plain lines", "noisy lines"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Every line and every judged turn of a split, with how it was understood."""

    lines: Sequence[Judged]
    turns: Sequence[JudgedTurn] = ()

    @property
    def line_facts(self) -> FactScore:
        """How well the facts of single lines were read."""
        return score_facts((one.line.facts, one.said) for one in self.lines)

    @property
    def turn_facts(self) -> FactScore:
        """How well the facts of the dialogues' turns were read."""
        return score_facts((turn.wanted.facts, turn.said) for turn in self.turns)


def scores(evaluated: Evaluated) -> Table:
    """Give the scores that count."""
    lines, turns = evaluated.line_facts, evaluated.turn_facts
    facts = {
        "facts F1": lines,
        "facts F1, what follows allowed": lines.tolerant,
        "facts F1 in dialogues": turns,
        "facts F1 in dialogues, what follows allowed": turns.tolerant,
    }
    return {
        **_of_lines(evaluated.lines),
        **{name: found for name, found in facts.items() if found.found + found.missed + found.invented},
        **_of_turns(evaluated.turns),
    }


def by_noise(lines: Iterable[Judged]) -> dict[str, Rate]:
    """Give how often plain lines of ours were understood, noisy ones together, and those of every kind of noise."""
    ours = [one for one in lines if one.line.expected.intent is not Intent.OUT_OF_SCOPE]
    noisy = [one for one in ours if any(tag in NOISE for tag in one.line.tags)]
    table = {
        PLAIN: rate((one for one in ours if one not in noisy), right),
        ANY_NOISE: rate(noisy, right),
        **{tag: rate((one for one in noisy if tag in one.line.tags), right) for tag in NOISE},
    }
    return {name: found for name, found in table.items() if found.total}


def _of_lines(judged: Sequence[Judged]) -> dict[str, Rate]:
    questions = [one for one in judged if asks(one)]
    with_aspect = [one for one in judged if one.line.expected.intent is Intent.ASK_BENEFIT]
    strange = [one for one in judged if one.line.expected.intent is Intent.OUT_OF_SCOPE]
    danger = [one for one in judged if one.line.expected.intent is Intent.EMERGENCY]
    calm = [one for one in judged if one.line.expected.intent is not Intent.EMERGENCY]
    apart = {Intent.ASK_BENEFIT, Intent.OUT_OF_SCOPE, Intent.EMERGENCY}
    others = [one for one in judged if one.line.expected.intent not in apart]
    ours = [one for one in judged if one.line.expected.intent is not Intent.OUT_OF_SCOPE]
    noise = by_noise(judged)
    return _measured(
        {
            "benefits": rate(questions, benefits_right),
            "aspect": rate(with_aspect, aspect_right),
            "benefits and aspect": rate(with_aspect, right),
            "other intents": rate(others, intent_right),
            "out of scope declined": rate(strange, intent_right),
            "in scope not declined": rate(ours, _not(Intent.OUT_OF_SCOPE)),
            "emergencies": rate(danger, intent_right),
            "no false alarm": rate(calm, _not(Intent.EMERGENCY)),
            **{name: noise[name] for name in (PLAIN, ANY_NOISE) if name in noise},
            "everything": rate(judged, right),
        }
    )


def _of_turns(turns: Sequence[JudgedTurn]) -> dict[str, Rate]:
    return _measured(
        {
            "follow-ups": rate((turn for turn in turns if turn.number > 1), turn_right),
            "dialogue turns": rate(turns, turn_right),
        }
    )


def _measured(table: Mapping[str, Rate]) -> dict[str, Rate]:
    return {name: found for name, found in table.items() if found.total}


def _not(intent: Intent) -> Callable[[Judged], bool]:
    return lambda one: one.said.intent is not intent
