"""Reading one policy file into a `Policy`, noting every fault on the way."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from nlu import conditions
from nlu.amounts_reader import read_amounts
from nlu.conditions import ConditionError
from nlu.facts import FactError, Facts
from nlu.interpretation import Aspect
from nlu.policy import (
    Act,
    Answer,
    Before,
    Clause,
    Decides,
    Example,
    Policy,
    Quality,
    Rumour,
    Source,
    State,
    Sum,
    Verdict,
    Version,
)
from nlu.schema import Place

Sources = Mapping[str, Source]

_LONG_AGO = date(1900, 1, 1)


def read_cite(place: Place, sources: Sources, *, needed: bool = True) -> tuple[Source, ...]:
    """Read the sources of one statement; it may rest neither on nothing (where needed) nor on weak ones alone."""
    cited = []
    for item in place.items():
        key = item.text()
        if key in sources:
            cited.append(sources[key])
        elif key:
            item.fault(f"sources.yaml 里没有来源 {key}")
    if needed and not cited:
        place.fault("没有写来源")
    if cited and all(source.quality is Quality.W for source in cited):
        place.fault("只有不可靠(W)的来源,不能单独作依据")
    return tuple(cited)


def read_condition(place: Place) -> conditions.Condition:
    """Read a condition; `ALWAYS` stands in for one that cannot be read."""
    try:
        return conditions.read(place.plain())
    except ConditionError as error:
        place.fault(str(error), error.key)
        return conditions.ALWAYS


def read_answers(place: Place, sources: Sources) -> Mapping[Aspect, Answer]:
    """Read one answer an aspect."""
    found = {}
    for key, entry in place.entries().items():
        if key not in set(Aspect):
            entry.fault(f"没有这个方面,可以写:{'、'.join(Aspect)}")
            continue
        keys = entry.keys("text", "unclear cite")
        unclear = keys["unclear"].flag()
        cite = read_cite(keys["cite"], sources, needed=not unclear)
        found[Aspect(key)] = Answer(keys["text"].text(), cite, unclear)
    return found


def read_policy(place: Place, sources: Sources) -> Policy:
    """Read one file; faults stand in the place's list, and what could be read is given all the same."""
    keys = place.keys("id name short aliases decides versions before", "sensitive rumours examples answers")
    decides = keys["decides"].keys("who where", "cite")
    common = read_answers(keys["answers"], sources)
    versions = []
    for item in keys["versions"].items():
        version = _version(item, sources)
        lacking = [
            aspect for aspect in Aspect if aspect not in (version.answers or {}) and aspect not in common
        ]
        if lacking:
            item.fault(f"这一版缺少这些方面的回答:{'、'.join(lacking)}", "answers")
        versions.append((version, item))
    for (one, _), (two, item) in pairwise(sorted(versions, key=lambda pair: pair[0].since)):
        if one.until is None or one.until >= two.since:
            item.fault(f"和从 {one.since} 开始的一版时间重叠", "from")
    if not versions:
        keys["versions"].fault("至少要有一版")
    return Policy(
        id=keys["id"].text(),
        name=keys["name"].text(),
        short=keys["short"].text(),
        aliases=keys["aliases"].texts(),
        sensitive=keys["sensitive"].flag(),
        decides=Decides(
            decides["who"].text(), decides["where"].text(), read_cite(decides["cite"], sources, needed=False)
        ),
        versions=tuple(sorted((version for version, _ in versions), key=lambda version: version.since)),
        before=keys["before"].choice(Before),
        rumours=tuple(_rumour(item, sources) for item in keys["rumours"].items()),
        examples=tuple(
            example for item in keys["examples"].items() if (example := _example(item)) is not None
        ),
        common_answers=common,
    )


def _version(place: Place, sources: Sources) -> Version:
    keys = place.keys("from state", "until conditions unclear_if unchecked amounts answers act text cite")
    state = keys["state"].choice(State)
    since, until = keys["from"].day() or _LONG_AGO, keys["until"].day()
    if until is not None and until < since:
        keys["until"].fault("早于开始的日子")
    act = None
    if state is State.ENDED:
        parts = keys["act"].keys("title day", "number")
        act = Act(parts["title"].text(), parts["number"].maybe_text(), parts["day"].day() or since)
    if state is State.UNCLEAR and keys["text"].empty:
        place.fault("不明确的一版要写明原因", "text")
    conditions_ = tuple(_clause(item, sources, tested=True) for item in keys["conditions"].items())
    if state is State.IN_FORCE and not conditions_:
        place.fault("有效的一版要有条件", "conditions")
    version = Version(
        since=since,
        until=until,
        state=state,
        conditions=conditions_,
        unclear_if=tuple(_clause(item, sources, tested=True) for item in keys["unclear_if"].items()),
        unchecked=tuple(_clause(item, sources, tested=False) for item in keys["unchecked"].items()),
        amounts=tuple(
            read_amounts(item, read_condition, lambda place: read_cite(place, sources))
            for item in keys["amounts"].items()
        ),
        answers=read_answers(keys["answers"], sources),
        text=keys["text"].maybe_text(),
        act=act,
        cite=read_cite(keys["cite"], sources, needed=state is State.ENDED),
    )
    _unique(place, [clause.id for clause in (*version.conditions, *version.unclear_if, *version.unchecked)])
    return version


def _unique(place: Place, ids: list[str]) -> None:
    for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        place.fault(f"{id_} 用了两次", "id")


def _clause(place: Place, sources: Sources, *, tested: bool) -> Clause:
    keys = place.keys("id text if", "cite presumed") if tested else place.keys("id text", "cite")
    # What only an office settles ("village review") is often nobody's published rule: it may go without a source.
    cite = read_cite(keys["cite"], sources, needed=tested)
    condition = read_condition(keys["if"]) if tested and not keys["if"].empty else None
    presumed = tested and keys["presumed"].flag()
    return Clause(keys["id"].text(), keys["text"].text(), cite, condition, presumed)


def _rumour(place: Place, sources: Sources) -> Rumour:
    keys = place.keys("id text denial cite", "words")
    return Rumour(
        keys["id"].text(),
        keys["text"].text(),
        keys["denial"].text(),
        read_cite(keys["cite"], sources),
        keys["words"].texts(),
    )


def _example(place: Place) -> Example | None:
    keys = place.keys("name on verdict", "facts amount")
    on = keys["on"].day()
    written = {key: entry.plain() for key, entry in keys["facts"].entries().items()}
    if on is None:
        return None
    try:
        facts = Facts.read(written, on)
    except FactError as error:
        keys["facts"].fault(str(error), error.fact)
        return None
    amount, told = keys["amount"], "amount" in place.entries()
    total = None
    if not amount.empty:
        parts = amount.keys("", "value min max")
        low = parts["min"] if parts["value"].empty else parts["value"]
        high = parts["max"] if parts["value"].empty else parts["value"]
        total = Sum(low.whole(), None if high.empty else high.whole())
    return Example(keys["name"].text(), facts, on, keys["verdict"].choice(Verdict), total, told)
