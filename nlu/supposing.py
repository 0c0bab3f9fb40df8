"""What an utterance only supposes: 那要是离了呢? asks what would be, and tells nothing."""

import re
from collections.abc import Collection, Mapping
from datetime import date

from nlu.interpretation import FactValue
from nlu.reading.people import Kin
from nlu.reading.read import read_facts
from nlu.short_answers import told_shortly

_SUPPOSES = re.compile(
    r"^(?:那么?|哦|嗯|,|好的?|还有)*(?P<who>[^,。?!]{0,6}?)(?:(?:要是|如果(?:是|说)?|假如|假设|假使|万一|若是|倘若|换成)(?:说)?"
    r"|(?P<age>(?:等|一)?(?:到了?|满了?|过了?|超过了?|不满|没满|不到|没到|差))(?=\d|[一二三四五六七八九十])(?!.*[,。;!?\s](?:那)?[他她](?!们|妈|爸))(?=.*(?:[呢咧嘞哩吗么啵?]|(?P<one>.)[不没](?P=one)|怎么|咋|还)))"
)
_ONE_SEX = re.compile(
    r"^(?:那|那么|那个|还有|,)*(?:如果是|要是|换成)?(?P<sex>男|女)(?:的|方|人|同志)?(?:也|又)?呢[?。!~]*$"
)
_ASKS = re.compile(
    r"(?:的话)?(?:,?(?:(?:还|就|也|又|那)?(?:能|可以|可不可以|会|有没有|算不算|算|行不行|怎么|咋|影响)|才|呢|咧|吗|么|[?]).*)?$"
)


_BARE = re.compile(r"^(?:那么?|那个|,)*(?P<what>[^,。?!]{2,10}?)[呢咧嘞哩][?。!~]*$")


def says_if(text: str) -> bool:
    """Say whether a normalised text says in so many words that it supposes."""
    return _SUPPOSES.match(text) is not None


def of_an_age(text: str) -> bool:
    """Say whether what a normalised text supposes is an age: 老人不满60呢."""
    found = _SUPPOSES.match(text)
    return found is not None and found["age"] is not None


def one_sex(text: str) -> bool:
    """Say whether a normalised text only turns to men or to women: 男的呢."""
    return _ONE_SEX.match(text) is not None


_FORMER = re.compile("前夫|前妻|前老公|前老婆")


def beside_it(facts: Mapping[str, FactValue], text: str) -> dict[str, FactValue]:
    """Give those of the facts that hold whatever is supposed: of whom 前夫要是先报了 is said, she is a woman."""
    return {name: value for name, value in facts.items() if name == "self.sex" and _FORMER.search(text)}


def supposition(text: str) -> str | None:
    """Give the words of a normalised text that are, or may be, supposed in it; None when nothing is."""
    if one := _ONE_SEX.match(text):
        return f"我是{one['sex']}的"
    if found := _SUPPOSES.match(text):
        return found["who"] + text[found.end() :]
    bare = _BARE.match(text)
    return bare["what"] if bare else None


def supposed_facts(words: str, about: Kin, on: date, at_stake: Collection[str] = ()) -> dict[str, FactValue]:
    """Give the facts that would hold if the supposed words were told, as far as they are plain.

    Few words that could tell one of the facts `at_stake` in the talk tell that one: 户口在外地 of the child, not of the parent.
    """
    told = _ASKS.sub("", words, count=1).strip(" ,。")
    if not told:
        return {}
    facts = dict(read_facts(told, on, None, about).facts)
    if not facts.keys() & set(at_stake) and (shortly := told_shortly(told, {}, at_stake, about, on)):
        return shortly
    return facts
