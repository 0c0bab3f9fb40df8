"""How long a turn takes without the model: 50 turns a second on SQLite, and how many questions a whole self-check puts.

Run: `python -m benchmarks.turns [SECONDS]`. Turns start on a fixed beat, so that a slow one delays nobody's start and
its waiting counts (no coordinated omission).
"""

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import mean, quantiles
from time import perf_counter

from bot.conversation import Conversation
from bot.ports import Speaker
from bot.wording import Wording
from db import migrate
from db.session import Database
from db.session_store import DatabaseSessionStore
from nlu.eligibility import Assessor
from nlu.interpretation import Interpretation
from nlu.lexicon import Lexicon, Names
from nlu.policybook import load_book
from nlu.reading.people import Kin

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 25)
A_SECOND = 50

TALKS = (
    ("孕前检查要带什么", "去哪里办", "0", "2", "我能领奖扶吗,我62岁农村户口", "跳过", "返回", "1", "谢谢"),
    ("我62了,农村户口,就一个姑娘,能领什么钱?", "3", "1990年", "女", "跳过", "要带什么材料", "返回", "2", "1"),
    ("独生子女费多少钱", "1", "怎么办", "中考还加分吗", "城镇户口能领960吗", "公积金怎么提取", "清除"),
    ("育儿补贴多少钱", "好的", "2025年3月5日", "1", "1", "2", "1", "那我老公呢?"),
)

PERSONS: Mapping[str, Mapping[str, str]] = {
    "农村,62岁,一个女儿": {
        "self.age": "62", "self.sex": "female", "self.hukou_type": "rural", "self.hukou_place": "wuhan",
        "self.employer": "farmer", "self.pension": "resident", "self.drawing_pension": "true", "self.retired": "false",
        "household.marital_status": "married", "household.children_ever": "1", "household.children_living": "1",
        "household.daughters": "1", "household.sons": "0", "household.youngest_child_born_on": "1990-05-01",
        "household.youngest_child_hukou": "wuhan", "household.one_child_certificate": "true",
        "household.birth_rule_violation": "false", "self.had_equal_reward": "false", "household.child_is_chinese": "true",
        "household.pregnant": "false", "household.planning_pregnancy": "false", "spouse.age": "63", "spouse.sex": "male",
        "self.residence_months": "700", "household.checkup_used": "false", "household.housing_qualified": "false",
    },
    "企业退休,58岁,一个儿子": {
        "self.age": "58", "self.sex": "female", "self.hukou_type": "urban", "self.hukou_place": "wuhan",
        "self.employer": "enterprise", "self.pension": "enterprise", "self.drawing_pension": "true",
        "self.retired": "true", "self.retired_on": "2018-06-01", "household.marital_status": "married",
        "household.children_ever": "1", "household.children_living": "1", "household.daughters": "0",
        "household.sons": "1", "household.youngest_child_born_on": "1992-05-01",
        "household.youngest_child_hukou": "wuhan", "household.one_child_certificate": "true",
        "household.birth_rule_violation": "false", "self.had_equal_reward": "false", "household.child_is_chinese": "true",
        "household.pregnant": "false", "household.planning_pregnancy": "false", "spouse.age": "60", "spouse.sex": "male",
    },
    "29岁,备孕": {
        "self.age": "29", "self.sex": "female", "self.hukou_type": "urban", "self.hukou_place": "wuhan",
        "self.employer": "enterprise", "self.pension": "enterprise", "self.drawing_pension": "false",
        "self.retired": "false", "household.marital_status": "married", "household.children_ever": "0",
        "household.children_living": "0", "household.pregnant": "false", "household.planning_pregnancy": "true",
        "household.checkup_used": "false", "self.had_equal_reward": "false", "household.birth_rule_violation": "false",
        "spouse.hukou_place": "wuhan", "spouse.age": "30", "household.one_child_certificate": "false",
    },
    "33岁,两个小孩": {
        "self.age": "33", "self.sex": "male", "self.hukou_type": "urban", "self.hukou_place": "hubei",
        "self.residence_months": "30", "self.employer": "enterprise", "self.pension": "enterprise",
        "self.drawing_pension": "false", "self.retired": "false", "household.marital_status": "married",
        "household.children_ever": "2", "household.children_living": "2", "household.sons": "1",
        "household.daughters": "1", "household.youngest_child_born_on": "2025-02-01",
        "household.youngest_child_hukou": "wuhan", "household.child_is_chinese": "true",
        "household.one_child_certificate": "false", "household.birth_rule_violation": "false",
        "household.pregnant": "false", "household.planning_pregnancy": "false", "self.had_equal_reward": "false",
        "spouse.hukou_place": "hubei", "spouse.residence_months": "30", "household.checkup_used": "true",
    },
}  # fmt: skip


class Words:
    """An understanding by words alone."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    async def understand(self, text: str, asked: str | None, about: Kin, on: date) -> Interpretation:
        """Give what the words say."""
        return self._lexicon.understand(text, on, asked, about)


async def run(seconds: int) -> None:
    """Print the latencies and the counts of questions."""
    book = load_book(ROOT / "nlu" / "policies")
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/turns.db")
        await migrate.upgrade(database)
        conversation = Conversation(
            DatabaseSessionStore(database, b"benchmark-key-16"),
            Words(Lexicon(Names.of(book))),
            Assessor(book),
            Wording.load(),
            lambda: datetime.now(UTC),
            lambda: TODAY,
        )
        await _questions(conversation)
        await _latency(conversation, seconds)
        await database.dispose()


async def _questions(conversation: Conversation) -> None:
    counts = []
    for name, answers in PERSONS.items():
        speaker = Speaker("bench", name)
        turn = await conversation.hear(speaker, "check:all")
        count = 0
        while turn.asking:
            count += 1
            turn = await conversation.hear(speaker, answers.get(turn.asking.fact, "跳过"))
        counts.append(count)
        eligible = [each.benefit for each in turn.verdicts if each.verdict == "eligible"]
        print(f"whole self-check, {name}: {count} questions, eligible: {', '.join(eligible) or '-'}")
    print(f"questions of a whole self-check: mean {mean(counts):.1f}, most {max(counts)}")


async def _latency(conversation: Conversation, seconds: int) -> None:
    took: list[float] = []

    async def turn(speaker: Speaker, words: str, due: float) -> None:
        await conversation.hear(speaker, words)
        took.append((perf_counter() - due) * 1000)

    for talk in TALKS:  # the first time, rules are still being compiled
        for words in talk:
            await conversation.hear(Speaker("warm", talk[0]), words)
    tasks = []
    start = perf_counter()
    for n in range(seconds * A_SECOND):
        due = start + n / A_SECOND
        await asyncio.sleep(max(0.0, due - perf_counter()))
        group, place = n % 40, n // 40
        talk = TALKS[group % len(TALKS)]
        speaker = Speaker("bench", f"{group}-{place // len(talk)}")
        tasks.append(asyncio.create_task(turn(speaker, talk[place % len(talk)], max(due, perf_counter()))))
    await asyncio.gather(*tasks)
    cuts = quantiles(took, n=1000)
    print(
        f"{len(took)} turns at {A_SECOND}/s: p50 {cuts[499]:.1f} ms, p90 {cuts[899]:.1f} ms, p99 {cuts[989]:.1f} ms, "
        f"most {max(took):.1f} ms"
    )


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
