"""An answer as short messages: options as digits, at most four segments, cut after a sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.cutting import first_part
from bot.memory import Option

MOST_SEGMENTS = 4
_WAYS = {
    "skip": "跳过",
    "back": "返回",
    "stop": "不查了",
    "menu": "菜单",
    "human": "人工",
    "forget": "清除",
    "good": "有帮助",
    "bad": "没帮助",
}
"""Options that have a word of their own, and need no digit."""


@dataclass(frozen=True, slots=True)
class Page:
    """One short message, and how many characters of the whole it reaches; `more` says that something is left."""

    text: str
    reached: int
    more: bool


class Pages:
    """Lays out answers; `segments` counts what a text costs at the provider."""

    def __init__(self, segments: Callable[[str], int], signature: str, more: str, ways: str) -> None:
        """Take the signature that each message begins with ("" for none), and the words for going on and for `{words}`."""
        self._segments, self._signature, self._more, self._ways = segments, signature, more, ways

    def whole(self, text: str, options: tuple[Option, ...], shown: Callable[[Option], bool]) -> str:
        """Give everything that is to be said: the digits are the places of the options, shown or not."""
        ways = [_WAYS[_kind(option)] for option in options if _kind(option) in _WAYS]
        lines = [text] if text.strip() else []
        lines += [
            f"{place} {option.label}"
            for place, option in enumerate(options, 1)
            if _kind(option) not in _WAYS and shown(option)
        ]
        if ways:
            lines.append(self._ways.format(words="、".join(ways)))
        return "\n".join(lines)

    def page(self, whole: str, start: int = 0, note: str = "") -> Page:
        """Give the next message from a place in the whole, after a note."""
        before = self._signature + (f"{note}\n" if note else "")
        rest = whole[start:].strip()
        if not rest:
            return Page(before.strip(), len(whole), more=False)
        if self._segments(before + rest) <= MOST_SEGMENTS:
            return Page(before + rest, len(whole), more=False)

        def fits(part: str) -> bool:
            return self._segments(f"{before}{part}\n{self._more}") <= MOST_SEGMENTS

        part, left = first_part(whole[start:], fits)
        return Page(f"{before}{part}\n{self._more}", len(whole) - len(left), more=True)


def _kind(option: Option) -> str:
    """Give what an option does, without what it is about."""
    return option.id.partition(":")[0]
