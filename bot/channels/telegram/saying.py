"""A text and its options as Telegram takes them: escaped, in parts that are short enough, with buttons."""

from hashlib import sha256
from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.cutting import cut
from bot.memory import Option

LONGEST_TEXT = 4096
"""In UTF-16 units, as Telegram counts; it is counted with the marks that escaping adds, to be safe."""
LONGEST_ID = 64
"""In bytes of UTF-8: what a button carries."""
NARROW = 5
"""Labels of at most so many characters stand two in a row."""
_MARK = "#"


def escaped(text: str) -> str:
    """Give the text with what HTML would take for marks made harmless."""
    return escape(text, quote=False)


def parts(text: str) -> list[str]:
    """Give the text, escaped, in parts that Telegram takes."""
    return [escaped(part) for part in cut(text, lambda part: units(escaped(part)) <= LONGEST_TEXT)]


def units(text: str) -> int:
    """Give the length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def keyboard(options: tuple[Option, ...], number: int) -> InlineKeyboardMarkup | None:
    """Give the options of a turn as buttons; None where there are none."""
    rows: list[list[InlineKeyboardButton]] = []
    wide = True
    for option in options:
        button = InlineKeyboardButton(text=option.label, callback_data=carried(option.id, number))
        narrow = len(option.label) <= NARROW
        if narrow and not wide and len(rows[-1]) == 1:
            rows[-1].append(button)
        else:
            rows.append([button])
        wide = not narrow
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def carried(id_: str, number: int) -> str:
    """Give what a button carries: the turn it belongs to, and the option's id, or a mark of one that is too long."""
    whole = f"{number}|{id_}"
    if len(whole.encode()) <= LONGEST_ID:
        return whole
    return f"{number}|{_MARK}{_short(id_)}"


def read_carried(written: str, offered: tuple[Option, ...]) -> tuple[int, str | None]:
    """Give the turn and the id that a button carried; no id where it is not known (any more)."""
    number, _, id_ = written.partition("|")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return -1, None
    if id_.startswith(_MARK):
        id_ = next((option.id for option in offered if _short(option.id) == id_[1:]), "")
    return int(number), id_ or None


def _short(id_: str) -> str:
    return sha256(id_.encode()).hexdigest()[:24]
