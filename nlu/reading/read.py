"""Reads the facts out of an utterance: the front door of this package."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from nlu.normalise import clean
from nlu.reading.about import about_whom
from nlu.reading.ages import ages
from nlu.reading.answers import answer
from nlu.reading.anybody import nobodys
from nlu.reading.bereavement import deaths
from nlu.reading.births import births
from nlu.reading.by_order import by_order
from nlu.reading.certificates import certificates
from nlu.reading.child_register import child_register
from nlu.reading.children import children
from nlu.reading.conclusion import conclude
from nlu.reading.counted_by_the_way import counted_by_the_way
from nlu.reading.decisions import decisions
from nlu.reading.ellipsis import half_said
from nlu.reading.expecting import expecting
from nlu.reading.extracted import from_entities
from nlu.reading.finding import Finding
from nlu.reading.hukou import hukou, residence
from nlu.reading.line import Line
from nlu.reading.marriage import marriage
from nlu.reading.no_others import no_others
from nlu.reading.occupations import occupations
from nlu.reading.only_child import only_child
from nlu.reading.papers import papers
from nlu.reading.pensions import pensions
from nlu.reading.people import PARTNER, Kin, mentions_in
from nlu.reading.reading import Reading
from nlu.reading.registered import registered
from nlu.reading.rewards import rewards, said_of_the_reward, violations
from nlu.reading.self_described import self_described
from nlu.reading.sexes import sexes
from nlu.reading.spoken_days import dated
from nlu.reading.tallies import tallies
from nlu.reading.towns import in_district
from nlu.reading.wishes import wishes
from nlu.reading.work import work
from nlu.reading.worklife import worklife
from nlu.respelling import respell

_NOT_ONE = re.compile(
    r"(?:一个)?(?P<kid>儿子|女儿|姑娘|闺女|丫头|小子|男孩|女孩|孩子|小孩|娃|伢|子女)伢?(?P<one>一个)?(?:伢)?(?:都|也)没有?(?=$|[,。;!?了])"
)
"""一个儿子都没有, 儿子一个也没有: no son."""


_COUNTED_ANEW = re.compile(
    r"不是(?P<wrong>[一两二三四五俩仨1-5])个?(?P<kid>伢|孩子|小孩|娃|儿子|女儿|姑娘|闺女|丫头),?(?:而)?是(?P<right>[一两二三四五1-5]个)(?=$|[,。;!?])"
    r"|(?P<child>伢|孩子|小孩|娃|儿子|女儿|姑娘|闺女|丫头)不是[一两二三四五1-5]个,?(?:而)?是(?P<count>[一两二三四五1-5]个)(?=$|[,。;!?])"
)
"""不是两个伢,是一个: one child."""
_NOT_A_SINGLE = re.compile("没有一个(?=儿子|女儿|姑娘|孩子|小孩|伢|娃)")


def _the_right_count(found: re.Match[str]) -> str:
    return f"是{found['right']}{found['kid']}" if found["right"] else f"是{found['count']}{found['child']}"


def _none_of(found: re.Match[str]) -> str:
    counted = found.group().startswith("一个") or found["one"]
    return f"没有{found['kid']}" if counted else found.group()


# 就生了个儿子 counts as 就生了一个儿子 does.
_ONE_UNSAID = re.compile(
    r"(?P<verb>[就只仅光](?:生了|生|有|养了|要了|得了|得|剩|剩下|还剩)?)个(?=宝贝|亲|儿|女|姑|闺|丫|孩|小孩|娃|伢|男|独)"
)
_LONGEST = 500
"""Characters that are read; the doors let no longer text in."""

GAP = re.compile(r"(?<=[\u4e00-\u9fff\d]) (?=[\u4e00-\u9fff\d])")
_FLOOD = re.compile(r"(\D{1,6}?)\1{4,}")
_MAY_FLOOD = re.compile(
    r"(?s)(\D)(?=\1\1\1|.\1.\1.\1|.{2}\1.{2}\1.{2}\1|.{3}\1.{3}\1.{3}\1|.{4}\1.{4}\1.{4}\1|.{5}\1.{5}\1.{5}\1)"
)
"""A character four times at like distances, as in each flood: found in a third of the time that a flood takes."""
_READERS = (
    ages,
    births,
    hukou,
    registered,
    child_register,
    residence,
    work,
    worklife,
    occupations,
    pensions,
    marriage,
    sexes,
    self_described,
    expecting,
    wishes,
    children,
    tallies,
    only_child,
    by_order,
    no_others,
    counted_by_the_way,
    papers,
    decisions,
    certificates,
    rewards,
    said_of_the_reward,
    violations,
)


def read_facts(
    text: str,
    on: date,
    asking: str | None = None,
    about: Kin = Kin.ME,
    entities: Sequence[tuple[str, str]] = (),
) -> Reading:
    """The facts that `text` tells on the day `on`.

    `asking` is the fact asked about just before: a short answer (62, 有, 农村的) and a correction (不对,63) are read in
    its light. `about` is whose claim the talk has been about; the reading says whose it is now. `entities` are spans
    (kind, text) that a trained extractor took for ages, registrations or children; they are read where patterns found
    nothing and only when the words around them neither ask nor suppose.
    """
    words = _words(text)
    # 他65, to the question how old the husband is.
    he = PARTNER.get(about) if asking and asking.startswith("spouse.") else None
    mentions = mentions_in(words, about, he)
    if asking is None and (0, len(words)) in nobodys(words, mentions, about):
        return Reading(about=about, read=words)
    whose = about_whom(words, mentions, about)
    line = Line(words, on, whose, mentions, he, turned=whose is about)
    if not line.clauses:
        return (
            Reading(about=about, read=words)
            if asking is None
            else _with_answer(line, Reading(about=about, read=words), asking)
        )
    findings = [finding for reader in _READERS for finding in _run(reader, line, asking)]
    findings += half_said(line, findings)
    reading = conclude(line, [*findings, *from_entities(line, findings, entities)], deaths(line))
    return _with_answer(line, reading, asking) if asking else reading


def read_answer(text: str, asked: str, on: date, about: Kin = Kin.ME) -> Reading:
    """The facts that a short answer gives to the question for the fact `asked`, and no others."""
    words = _words(text)
    return _with_answer(
        Line(words, on, about, mentions_in(words, about)), Reading(about=about, read=words), asked
    )


def _words(text: str) -> str:
    # The same words five times over say no more than twice, and would cost the patterns dear.
    words = respell(clean(text[:_LONGEST]))
    if _MAY_FLOOD.search(words):
        words = _FLOOD.sub(r"\1\1", words)
    # Whoever writes no marks leaves gaps instead, and the voice of a telephone writes nothing else.
    if " " in words:
        words = GAP.sub(",", words)
    words = dated(words)
    if "不是" in words:
        words = _COUNTED_ANEW.sub(_the_right_count, words)
    if "没有一个" in words:
        words = _NOT_A_SINGLE.sub("没有", words)
    if "都没" in words or "也没" in words:
        words = _NOT_ONE.sub(_none_of, words)
    words = in_district(words)
    return _ONE_UNSAID.sub(r"\g<verb>一个", words) if "个" in words else words


def _run(reader: object, line: Line, asking: str | None) -> Iterator[Finding]:
    if reader is ages:
        return ages(line, asking)
    return reader(line)  # type: ignore[operator,no-any-return]


def _with_answer(line: Line, reading: Reading, asked: str) -> Reading:
    if asked in reading.facts or asked in reading.contradictions:
        return reading
    given = () if _told_of_the_other(line, asked) else answer(line, asked)
    if not given:
        return reading
    facts = {
        **{finding.fact: finding.value for finding in given if finding.value is not None},
        **reading.facts,
    }
    return Reading(
        facts,
        tuple(name for name in reading.retracted if name not in facts),
        reading.contradictions,
        reading.about,
        (*reading.evidence, *given),
        reading.read,
    )


def _told_of_the_other(line: Line, asked: str) -> bool:
    """老婆63,在家种地, when it was asked what he himself works: told of her, and no answer."""
    first = line.subjects[0] if line.subjects else None
    if first is None or not asked.startswith("self.") or first.start > 0:
        return False
    return (
        first.kin is PARTNER.get(line.about) and re.match("[说讲跟和]|告诉", line.text[first.end :]) is None
    )
