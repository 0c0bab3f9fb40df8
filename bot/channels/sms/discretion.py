"""What is neither asked nor told by short message: a phone is often read by others."""

import re
from dataclasses import dataclass

from bot.channels.answering import Spoken
from bot.memory import Memory, Option
from nlu.catalogue import CATALOGUE
from nlu.policy import PolicyBook

_PRIVATE = re.compile(
    r"死亡|去世|不在了|残疾|伤残|并发症|绝育|结扎|节育手术|违反|超生|特殊家庭|收养|再婚|抚慰"
)
_OF_SOMEBODY = re.compile(r"^(?:\d+\. |不符合的是|符合的是|因为还不知道|您前面说|您跳过的|您刚才说的|\()")
"""How a line begins that says something of the resident; a line of policy may name what it is about."""
_ITEM = re.compile(r"\d+\. [^::。]+")


@dataclass(frozen=True, slots=True)
class Discretion:
    """Knows which benefits, questions and lines are private."""

    names: frozenset[str]
    ids: frozenset[str]

    @classmethod
    def of(cls, book: PolicyBook) -> "Discretion":
        """Take the benefits that the policy book marks as sensitive."""
        private = [policy for policy in book.benefits.values() if policy.sensitive]
        names = {name for policy in private for name in (policy.name, policy.short)}
        return cls(frozenset(names), frozenset(policy.id for policy in private))

    def asks_privately(self, memory: Memory | None) -> bool:
        """Say whether the question that is open now must not be put."""
        check = memory.state.check if memory else None
        return bool(check and check.asked and CATALOGUE[check.asked].sensitive)

    def checks_privately(self, memory: Memory | None) -> bool:
        """Say whether a private benefit is being checked by itself."""
        check = memory.state.check if memory else None
        return bool(check and not check.whole and self.ids & set(check.benefits))

    def is_private(self, spoken: Spoken, memory: Memory | None) -> bool:
        """Say whether all of it is about a private benefit: asked for, judged, or checked by itself."""
        if self.checks_privately(memory):
            return True
        if spoken.turn is None:
            return False
        judged = {verdict.benefit for verdict in spoken.turn.verdicts}
        asked = set(spoken.turn.understood.benefits)
        return any(told and told <= self.ids for told in (judged, asked))

    def told(self, text: str) -> tuple[str, bool]:
        """Give the text without the lines that are private, and whether there were any."""
        lines = text.split("\n")
        kept = [shown for line in lines if (shown := self._shown(line)) is not None]
        if kept == lines:
            return text, False
        following = [*kept[1:], ""]
        # A title of nothing is no longer said.
        told = [
            line
            for line, after in zip(kept, following, strict=False)
            if not (line.endswith(":") and line not in lines[-1:] and not _ITEM.match(after))
        ]
        return "\n".join(told), True

    def offered(self, option: Option) -> bool:
        """Say whether an option may be named."""
        if option.id == "tender" or any(id_ in option.id for id_ in self.ids):
            return False
        return not any(name in option.label for name in self.names)

    def _shown(self, line: str) -> str | None:
        """Give what may be said of a line: of an item with a private reason its name alone."""
        if any(name in line for name in self.names):
            return None
        if _OF_SOMEBODY.match(line) is None or _PRIVATE.search(line) is None:
            return line
        item = _ITEM.match(line)
        return f"{item[0]}。" if item and not _PRIVATE.search(item[0]) else None
