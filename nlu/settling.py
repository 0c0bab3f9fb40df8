"""Which of several benefits is meant, once it was asked: 企业退休的那种."""

import re
from collections.abc import Mapping

from nlu.interpretation import Interpretation
from nlu.normalise import clean
from nlu.policy import PolicyBook

LONGEST = 20
CLEARLY = 3.0
"""How many times nearer than the next the model must find an option where no word tells it apart."""

LEAST = 0.05
"""A guess below this confidence tells nothing."""

_NO_NAME = re.compile(
    r"那个|这个|那种|这种|那笔|这笔|那项|这项|我|是|问|说|的|呢|吧|啊|嘛|应该|想|要|[,。!? ]"
)


def meant(says: Interpretation, text: str, options: tuple[str, ...], book: PolicyBook) -> str | None:
    """Give the option that a short normalised text means by a word that only its names have, or that is by far the nearest."""
    if len(text) > LONGEST:
        return None
    words = _pairs(_NO_NAME.sub(" ", text))
    score = {option: len(words & own) for option, own in _own_pairs(options, book).items()}
    best = max(score.values(), default=0)
    named = [option for option, count in score.items() if count == best > 0]
    if named:
        return named[0] if len(named) == 1 else None
    near = sorted(
        ((guess.confidence, guess.name) for guess in says.guesses if guess.name in options), reverse=True
    )
    if not near or near[0][0] < LEAST:
        return None
    second = near[1][0] if len(near) > 1 else 0.0
    return near[0][1] if near[0][0] >= CLEARLY * second else None


def _own_pairs(options: tuple[str, ...], book: PolicyBook) -> Mapping[str, frozenset[str]]:
    """Give for each option the pairs of characters that stand in its names and in no other option's."""
    pairs = {
        option: frozenset(pair for name in _names(option, book) for pair in _pairs(clean(name)))
        for option in options
    }
    return {
        option: own - frozenset(pair for other, theirs in pairs.items() if other != option for pair in theirs)
        for option, own in pairs.items()
    }


def _names(option: str, book: PolicyBook) -> tuple[str, ...]:
    policy = book.benefits[option]
    return (policy.name, policy.short, *policy.aliases)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(
        pair
        for word in text.split()
        for pair in (word[i : i + 2] for i in range(len(word) - 1))
        if pair.isalnum()
    )
