"""The report of an evaluation: scores by intent, benefit, aspect and tag, confusions with their lines, costly errors."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from nlu.evaluation.cost import cost_of
from nlu.evaluation.scoring import (
    Judged,
    Rate,
    asks,
    aspect_right,
    benefits_right,
    intent_right,
    rate,
    right,
    score_facts,
)
from nlu.interpretation import Intent

MOST_LINES = 6
"""Lines shown of one confusion."""

Table = dict[str, Rate]


def scores(judged: Sequence[Judged]) -> Table:
    """Give the scores that count, by name; those without lines are left out."""
    questions = [one for one in judged if asks(one)]
    with_aspect = [one for one in judged if one.line.expected.intent is Intent.ASK_BENEFIT]
    strange = [one for one in judged if one.line.expected.intent is Intent.OUT_OF_SCOPE]
    danger = [one for one in judged if one.line.expected.intent is Intent.EMERGENCY]
    apart = {Intent.ASK_BENEFIT, Intent.OUT_OF_SCOPE, Intent.EMERGENCY}
    others = [one for one in judged if one.line.expected.intent not in apart]
    ours = [one for one in judged if one.line.expected.intent is not Intent.OUT_OF_SCOPE]
    table = {
        "benefits": rate(questions, benefits_right),
        "aspect": rate(with_aspect, aspect_right),
        "benefits and aspect": rate(with_aspect, right),
        "other intents": rate(others, intent_right),
        "out of scope declined": rate(strange, intent_right),
        "in scope not declined": rate(ours, lambda one: one.said.intent is not Intent.OUT_OF_SCOPE),
        "emergencies": rate(danger, intent_right),
        "no false alarm": rate(
            (one for one in judged if one not in danger), lambda one: one.said.intent is not Intent.EMERGENCY
        ),
        "everything": rate(judged, right),
    }
    return {name: found for name, found in table.items() if found.total}


def render(judged: Sequence[Judged]) -> Iterator[str]:
    """Give the whole report, line by line."""
    yield f"{len(judged)} lines; 95 % intervals in brackets"
    yield ""
    for name, found in scores(judged).items():
        yield f"{name:24} {found}"
    facts = score_facts(judged)
    if facts.found + facts.missed + facts.invented:
        yield f"{'facts F1':24} {100 * facts.f1:5.1f} %  missed {facts.missed}, invented {facts.invented}"
    questions = [one for one in judged if asks(one)]
    yield from _by("Benefits", questions, lambda one: one.line.expected.benefits, benefits_right)
    with_aspect = [one for one in judged if one.line.expected.aspect]
    yield from _by("Aspects", with_aspect, lambda one: [str(one.line.expected.aspect)], aspect_right)
    yield from _by("Intents", judged, _intent_names, intent_right)
    yield from _by("Tags", judged, lambda one: one.line.tags, right)
    yield from _confusions(judged)
    yield from _costs(judged)


def _intent_names(one: Judged) -> list[str]:
    wanted = one.line.expected
    return [f"{wanted.intent}/{wanted.topic}" if wanted.topic else str(wanted.intent)]


def _by(
    title: str,
    judged: Sequence[Judged],
    groups_of: Callable[[Judged], Iterable[str]],
    is_right: Callable[[Judged], bool],
) -> Iterator[str]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        for group in groups_of(one):
            groups[group].append(one)
    yield ""
    yield title
    rated = [(rate(members, is_right), name) for name, members in groups.items()]
    for found, group in sorted(rated, key=lambda pair: (pair[0].share, pair[1])):
        yield f"  {group:36} {found}"


def _said_name(one: Judged) -> str:
    said = one.said
    if said.intent is Intent.ASK_BENEFIT:
        return f"{said.intent}/{'&'.join(sorted(said.benefits))}+{said.aspect}"
    return f"{said.intent}/{said.topic}" if said.topic else str(said.intent)


def _confusions(judged: Sequence[Judged]) -> Iterator[str]:
    pairs: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        if not right(one):
            pairs[one.line.expected.name, _said_name(one)].append(one)
    yield ""
    yield "Confusions (meant -> understood)"
    for (meant, understood), members in sorted(pairs.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield f"  {len(members):3}  {meant} -> {understood}"
        for one in members[:MOST_LINES]:
            yield f"         {one.said.confidence:.2f}  {one.line.text}"


def _costs(judged: Sequence[Judged]) -> Iterator[str]:
    kinds = Counter(cost for one in judged if (cost := cost_of(one)) is not None)
    yield ""
    yield "Errors by what they cost the resident (weight x lines)"
    for cost, count in sorted(kinds.items(), key=lambda pair: -pair[0].weight * pair[1]):
        yield f"  {cost.weight * count:5}  {cost.weight:3} x {count:3}  {cost.what}"
