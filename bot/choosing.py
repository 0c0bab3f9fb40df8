"""An option taken: by its id, its label, or its place in the list; and commands that mean the same everywhere."""

import re
from dataclasses import dataclass

from bot.keywords import Command, command
from bot.memory import Option
from nlu.catalogue import CATALOGUE
from nlu.fact_types import Kind
from nlu.heard import Heard, Move
from nlu.interpretation import Aspect, FactValue, Intent, Interpretation
from nlu.normalise import clean
from nlu.state import State

_MEANS: dict[Command, Move | Intent] = {
    Command.MENU: Move.MENU,
    Command.HELP: Move.MENU,
    Command.BACK: Move.BACK,
    Command.SKIP: Move.SKIP,
    Command.DONT_KNOW: Move.SKIP,
    Command.RESTART: Intent.RESTART,
    Command.HUMAN: Intent.HUMAN,
    Command.FORGET: Intent.FORGET,
    Command.OPT_OUT: Intent.OPT_OUT,
    Command.OPT_IN: Intent.OPT_IN,
}
_OF_CHECK: dict[str, Move] = {
    **dict.fromkeys(("继续", "接着", "接着自查", "接着查", "继续自查", "继续查"), Move.GO_ON),
    **dict.fromkeys(("不查了", "停止", "停下", "算了", "不用查了", "先不查了", "不想查了"), Move.STOP),
    "上一题": Move.BACK,
}  # fmt: skip
"""Words that mean something only while a self-check runs."""

_PLACE = re.compile(r"(?:选|第|选第)?\(?(\d{1,2})\)?(?:个|项|号)?[.。、,!]?")
_PLACE_AND_MORE = re.compile(r"\(?(\d{1,2})\)?[\s,.。、:;\uff0c\uff1a\uff1b]+(\S.*)", re.DOTALL)
_ORDINALS = {"第一个": 1, "第二个": 2, "第三个": 3, "第四个": 4, "第五个": 5, "第六个": 6}
_MOVES = {move.value: move for move in Move}


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, and the words that came with it (1 我家是农村的), if any."""

    heard: Heard
    more: str = ""


def choose(text: str, state: State, offered: tuple[Option, ...]) -> Choice | None:
    """Give what an utterance chooses or commands; None when it is neither.

    While a number is asked for, digits are its answer and choose nothing; so are the digits of a date.
    """
    known = by_id(text.strip(), state, offered)
    if known:
        return Choice(known)
    words = clean(text).strip()
    plain = words.rstrip("。!,.~ ").lower()
    named = [option for option in offered if clean(option.label).lower() == plain]
    if len(named) == 1 and (found := by_id(named[0].id, state, offered)):
        return Choice(found)
    literal = _asks_for_number(state)
    if state.check and plain in _OF_CHECK:
        return Choice(_commanded(_OF_CHECK[plain]))
    ordered = command(text)
    if ordered and not (_is_open(state) and (plain.isdigit() if literal else _is_letter(plain))):
        return Choice(_commanded(_MEANS[ordered]))
    if literal and not _too_short_for_a_date(plain, state):
        return None
    if place := _PLACE.fullmatch(plain):
        return _at(int(place[1]), "", state, offered)
    if plain in _ORDINALS:
        return _at(_ORDINALS[plain], "", state, offered)
    if mixed := _PLACE_AND_MORE.fullmatch(text.strip()):
        return _at(int(mixed[1]), mixed[2], state, offered)
    return None


def by_id(id_: str, state: State, offered: tuple[Option, ...]) -> Heard | None:
    """Give what an option means by its id; values of a fact only while that fact is asked for."""
    if id_ in _MOVES:
        return Heard(_says(Intent.HELP), _MOVES[id_], chosen=True)
    if id_ in ("human", "forget"):
        return Heard(_says(Intent(id_)), chosen=True)
    kind, _, name = id_.partition(":")
    if kind == "ask" and "+" in name:
        benefit, _, aspect = name.partition("+")
        if aspect in set(Aspect):
            return Heard(_says(Intent.ASK_BENEFIT, benefits=(benefit,), aspect=Aspect(aspect)), chosen=True)
    if kind == "topic" and name:
        return Heard(Interpretation(Intent.ASK_TOPIC, 1.0, topic=name), chosen=True)
    if kind == "check" and name:
        benefits = () if name in ("all", "money") else (name,)
        aspect_asked = Aspect.AMOUNT if name == "money" else Aspect.ELIGIBILITY
        return Heard(_says(Intent.START_CHECK, benefits=benefits, aspect=aspect_asked), chosen=True)
    value = _value(id_, state, offered)
    if value is not None and state.check and state.check.asked:
        told = Interpretation(Intent.TELL, 1.0, facts={state.check.asked: value})
        return Heard(told, chosen=True)
    return None


def _says(intent: Intent, benefits: tuple[str, ...] = (), aspect: Aspect = Aspect.GENERAL) -> Interpretation:
    return Interpretation(intent, 1.0, benefits=benefits, aspect=aspect)


def _commanded(what: Move | Intent) -> Heard:
    if isinstance(what, Move):
        intent = Intent.DONT_KNOW if what is Move.SKIP else Intent.HELP
        return Heard(_says(intent), what, chosen=True)
    return Heard(_says(what), chosen=True)


def _at(place: int, more: str, state: State, offered: tuple[Option, ...]) -> Choice | None:
    if not 1 <= place <= len(offered):
        return None
    found = by_id(offered[place - 1].id, state, offered)
    return Choice(found, more) if found else None


def _is_open(state: State) -> bool:
    return state.check is not None and state.check.asked is not None


def _is_letter(words: str) -> bool:
    """A single letter opts out of short messages, but answers yes or no while something is asked."""
    return len(words) == 1 and words.isalpha()


def _asks_for_number(state: State) -> bool:
    if state.clash or state.check is None or state.check.asked is None:
        return False
    return CATALOGUE[state.check.asked].kind in (Kind.INTEGER, Kind.DATE)


def _too_short_for_a_date(words: str, state: State) -> bool:
    asked = state.check.asked if state.check else None
    return asked is not None and CATALOGUE[asked].kind is Kind.DATE and words.isdigit() and len(words) == 1


def _value(id_: str, state: State, offered: tuple[Option, ...]) -> FactValue | None:
    asked = state.check.asked if state.check and not state.clash else None
    if asked is None:
        return None
    known = CATALOGUE[asked]
    if known.kind is Kind.BOOLEAN and id_ in ("true", "false"):
        return id_ == "true"
    if known.kind is Kind.CHOICE and id_ in known.choices:
        return id_
    if known.kind is Kind.INTEGER and id_.isascii() and id_.isdigit() and known.low <= int(id_) <= known.high:
        return int(id_)
    return None
