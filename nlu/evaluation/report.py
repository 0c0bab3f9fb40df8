"""The report of an evaluation: bounds, scores by intent, benefit, aspect and tag, confusions with their lines, costly errors."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from nlu.evaluation.bounds import Machine, rows
from nlu.evaluation.cost import cost_of
from nlu.evaluation.figures import Evaluated, scores
from nlu.evaluation.scoring import (
    FactScore,
    Judged,
    JudgedTurn,
    asks,
    aspect_right,
    benefits_right,
    intent_right,
    rate,
    right,
    turn_right,
)
from nlu.interpretation import Intent, Interpretation

MOST_LINES = 6
"""Lines shown of one confusion."""

_One = TypeVar("_One")


def render(evaluated: Evaluated, machine: Machine, *, words: bool = True) -> Iterator[str]:
    """Give the whole report, line by line; without `words` nothing that was said is shown, only figures."""
    judged, turns = evaluated.lines, evaluated.turns
    yield f"{len(judged)} lines and {len(turns)} turns of dialogues, over POST /api/chat; 95 % intervals in brackets"
    yield ""
    yield "What must hold"
    yield from map(str, rows(evaluated, machine))
    yield ""
    yield "All scores"
    for name, found in scores(evaluated).items():
        yield f"  {name:36} {found}"
    questions = [one for one in judged if asks(one)]
    yield from _by("Benefits", questions, lambda one: one.line.expected.benefits, benefits_right)
    with_aspect = [one for one in judged if one.line.expected.aspect]
    yield from _by("Aspects", with_aspect, lambda one: [str(one.line.expected.aspect)], aspect_right)
    yield from _by("Intents", judged, _intent_names, intent_right)
    yield from _by("Tags", judged, lambda one: one.line.tags, right)
    follow_ups = [turn for turn in turns if turn.number > 1]
    yield from _by("Follow-ups by the dialogue's tags", follow_ups, lambda turn: turn.talk.tags, turn_right)
    yield from _facts("Facts of lines: missed, invented", evaluated.line_facts)
    yield from _facts("Facts of dialogues: missed, invented", evaluated.turn_facts)
    yield from _confusions(judged, words=words)
    if words:
        yield from _turns(turns)
    yield from _costs(judged)


def _facts(title: str, score: FactScore) -> Iterator[str]:
    names = {*score.missed_of, *score.invented_of}
    yield ""
    yield title
    for name in sorted(
        names, key=lambda name: (-score.missed_of.get(name, 0) - score.invented_of.get(name, 0), name)
    ):
        yield f"  {name:44} {score.missed_of.get(name, 0):3} {score.invented_of.get(name, 0):3}"


def _turns(turns: Sequence[JudgedTurn]) -> Iterator[str]:
    wrong = [turn for turn in turns if not turn_right(turn)]
    yield ""
    yield "Turns of dialogues that were not understood (meant -> understood)"
    for turn in wrong:
        wanted = turn.wanted
        ids = "&".join(sorted(wanted.benefits)) if wanted.benefits is not None else "*"
        meant = f"{wanted.intent or '*'}/{wanted.topic or ids}+{wanted.aspect or '*'}"
        told = "" if wanted.facts is None else f" {dict(wanted.facts)}"
        yield f"  {turn.talk.name} {turn.number}: {turn.text}"
        yield f"       {meant}{told} -> {_said_name(turn.said)} {dict(turn.said.facts) or ''}".rstrip()


def _intent_names(one: Judged) -> list[str]:
    wanted = one.line.expected
    return [f"{wanted.intent}/{wanted.topic}" if wanted.topic else str(wanted.intent)]


def _by(
    title: str,
    judged: Sequence[_One],
    groups_of: Callable[[_One], Iterable[str]],
    is_right: Callable[[_One], bool],
) -> Iterator[str]:
    groups: dict[str, list[_One]] = defaultdict(list)
    for one in judged:
        for group in groups_of(one):
            groups[group].append(one)
    yield ""
    yield title
    rated = [(rate(members, is_right), name) for name, members in groups.items()]
    for found, group in sorted(rated, key=lambda pair: (pair[0].share, pair[1])):
        yield f"  {group:36} {found}"


def _said_name(said: Interpretation) -> str:
    if said.intent is Intent.ASK_BENEFIT:
        return f"{said.intent}/{'&'.join(sorted(said.benefits))}+{said.aspect}"
    return f"{said.intent}/{said.topic}" if said.topic else str(said.intent)


def _confusions(judged: Sequence[Judged], *, words: bool) -> Iterator[str]:
    pairs: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        if not right(one):
            pairs[one.line.expected.name, _said_name(one.said)].append(one)
    yield ""
    yield "Confusions (meant -> understood)"
    for (meant, understood), members in sorted(pairs.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield f"  {len(members):3}  {meant} -> {understood}"
        for one in members[: MOST_LINES if words else 0]:
            yield f"         {one.said.confidence:.2f}  {one.line.text}"


def _costs(judged: Sequence[Judged]) -> Iterator[str]:
    kinds = Counter(cost for one in judged if (cost := cost_of(one)) is not None)
    yield ""
    yield "Errors by what they cost the resident (weight x lines)"
    for cost, count in sorted(kinds.items(), key=lambda pair: -pair[0].weight * pair[1]):
        yield f"  {cost.weight * count:5}  {cost.weight:3} x {count:3}  {cost.what}"
