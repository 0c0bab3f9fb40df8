"""Audiences chosen by the database are those that the engine names, resident by resident."""

import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import insert, select

from campaigns.audience import Audience, AudienceError, Chance, Qualifies, read_audience, write_audience
from campaigns.columns import AXES as STORED
from campaigns.columns import SLOTS
from campaigns.contact import CellValue
from db.audience_query import AudienceSelection, in_audience, may_qualify
from db.contact_rows import facts_of, why_not
from db.models.contacts import CONTACTS
from db.session import Database
from nlu.axes import AXES
from nlu.eligibility import assess
from nlu.policybook import load_book
from tests.databases import scratch

BOOK = load_book()
DAY = date(2026, 11, 25)
PEOPLE = 600
Told = Mapping[str, CellValue]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str
) -> AsyncIterator[Database]:
    async with scratch(request.param, tmp_path, postgres_url) as made:
        yield made


def person(random: Random, fullness: float) -> Told:
    """Anybody, however unlikely, of whom some facts are told that can stand together."""
    told: dict[str, CellValue] = {}
    for axis in STORED:
        if random.random() > fullness:
            continue
        if axis.of_days:
            start = date(2005 if "youngest" in axis.name else 1925 if "birth" in axis.name else 1990, 1, 1)
            first = random.randrange(start.toordinal(), DAY.toordinal())
            told[axis.name] = (first, min(DAY.toordinal(), first + random.choice((0, 0, 30, 365))))
        else:
            told[axis.name] = random.choice(AXES[axis.name].values[:4])
    names = list(told)
    random.shuffle(names)
    while why_not(told):
        told.pop(names.pop())
    return told


async def settle(database: Database, people: list[Told]) -> None:
    rows = []
    for number, told in enumerate(people):
        mark = number.to_bytes(16, "big")
        row: dict[str, object] = dict.fromkeys(slot.name for slot in SLOTS)
        row |= {"person_hash": mark, "phone_hash": mark, "identity": b"-", "updated_at": datetime.now(UTC)}
        row |= {"language": "zh", "district": ("洪山区", "江岸区")[number % 2]}
        for name, value in told.items():
            column = name.replace(".", "_")
            row |= (
                {f"{column}_first": value[0], f"{column}_last": value[1]}
                if isinstance(value, tuple)
                else {column: value}
            )
        rows.append(row)
    async with database.writing() as session:
        for start in range(0, len(rows), 500):
            await session.execute(insert(CONTACTS), rows[start : start + 500])


async def chosen(database: Database, audience: Audience) -> set[int]:
    async with database.reading() as session:
        found = await session.scalars(select(CONTACTS.c.person_hash).where(in_audience(audience, BOOK, DAY)))
        return {int.from_bytes(mark, "big") for mark in found}


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_database_chooses_whom_the_engine_names(database: Database, seed: int) -> None:
    random = Random(seed)
    people = [person(random, random.choice((0.05, 0.15, 0.3, 0.5, 0.8))) for _ in range(PEOPLE)]
    await settle(database, people)
    facts = [facts_of(told, DAY) for told in people]
    for policy in BOOK.benefits.values():
        verdicts = [assess(policy, known, DAY).verdict.value for known in facts]
        for chances in ({Chance.ELIGIBLE}, {Chance.UNKNOWN}, set(Chance)):
            expected = {number for number, verdict in enumerate(verdicts) if verdict in chances}
            found = await chosen(database, Audience(qualifies=Qualifies(policy.id, frozenset(chances))))
            assert found == expected, (policy.id, chances, [people[n] for n in list(found ^ expected)[:3]])


OLD_WOMAN: Told = {
    "self.birth": (date(1960, 1, 1).toordinal(), date(1960, 12, 31).toordinal()),
    "self.sex": "female",
}
YOUNG_MAN: Told = {"self.birth": (date(1999, 1, 1).toordinal(),) * 2, "self.sex": "male", "household.sons": 1}
NOBODY_KNOWS: Told = {}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, {0, 1, 2}),
        ({"districts": ["洪山区"]}, {0, 2}),
        ({"languages": ["en"]}, set()),
        ({"facts": {"self.age": {"at_least": 65}}}, {0}),
        ({"facts": {"self.age": {"at_least": 66}}}, set()),  # not certain: born some time in 1960
        ({"facts": {"self.age": {"at_least": 65}}, "or_unknown": ["self.age"]}, {0, 2}),
        ({"facts": {"self.age": {"at_most": 30}, "self.sex": "male"}}, {1}),
        ({"facts": {"self.sex": {"one_of": ["female", "male"]}}}, {0, 1}),
        ({"facts": {"household.sons": {"at_least": 1}}}, {1}),
        ({"facts": {"household.sons": 0}}, set()),
    ],
)
async def test_filters_admit_those_of_whom_the_facts_are_certain(
    database: Database, raw: dict[str, object], expected: set[int]
) -> None:
    await settle(database, [OLD_WOMAN, YOUNG_MAN, NOBODY_KNOWS])
    audience = read_audience(raw, BOOK.benefits)
    assert await chosen(database, audience) == expected
    assert read_audience(write_audience(audience), BOOK.benefits) == audience


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ({"district": []}, "unknown key"),
        ({"facts": {"self.height": 1}}, "no fact that contacts have"),
        ({"facts": {"self.sex": "dog"}}, "allowed is female, male"),
        ({"facts": {"self.age": {"at_least": 70, "at_most": 60}}}, "lies above"),
        ({"facts": {"self.sex": {"at_least": 1}}}, "give a value or one_of"),
        ({"facts": {"self.age": True}}, "whole number"),
        ({"facts": {"self.born_on": "1960"}}, "is a day"),
        ({"or_unknown": ["self.age"]}, "not filtered by"),
        ({"qualifies": {"benefit": "gold"}}, "no benefit"),
        ({"qualifies": {"benefit": "childcare-subsidy", "chances": ["sure"]}}, "allowed is eligible"),
        ({"districts": "洪山区"}, "list of words"),
    ],
)
def test_an_audience_that_cannot_be_is_refused(raw: dict[str, object], why: str) -> None:
    with pytest.raises(AudienceError, match=why):
        AudienceSelection(BOOK)(json.dumps(raw), DAY)


def test_no_audience_needs_more_parameters_than_a_statement_may_have() -> None:
    for policy in BOOK.benefits.values():
        condition = may_qualify(Qualifies(policy.id, frozenset(Chance)), policy, DAY)
        assert len(condition.compile().params) < 30_000
