"""The clause of a line that asks: what comes before it is often a whole life, and drowns the question."""

import re

_BETWEEN = re.compile(r"[,。;:!?、~\s]+")
_ASKS = re.compile(
    r"[吗么呢吧啵呗咧不没冇否]$|[几哪谁啥怎咋问行够查报领办]|多[少久大长]|什么|如何|能|可以|可不可|"
    r"是不是|有没有|有冇|要不要|还是|么[样事子时]"
)


def asking(text: str) -> str:
    """Give the last clause of normalised `text` that asks or wishes; the last one when none does."""
    clauses = [clause for clause in _BETWEEN.split(text) if clause]
    if len(clauses) < 2:
        return text
    return next((clause for clause in reversed(clauses) if _ASKS.search(clause)), clauses[-1])
