"""Which texts there must be, and what may be filled into each: a missing or wrong one is found at load."""

from collections.abc import Iterator, Mapping
from string import Formatter

from nlu.acts import Said
from nlu.catalogue import CATALOGUE
from nlu.fact_types import FactType, Kind
from nlu.interpretation import Aspect
from nlu.policy import Quality
from nlu.reading.people import PARTNER, Kin

Texts = Mapping[str, object]

_OPTIONS = (
    "true false skip menu human back go_on stop keep change folded tender neither check_one check_all check_money forget"
    " good bad follow"
)
_FRAMES = (
    "menu topics decides:who where:where sources:sources source:title,quality,day unclear_answer:where no_answer:name,where"
    " ended_act:act,day rumour:denial topic_sources:sources clarify nearest refusal emergency start_one:names"
    " start_some:names start_whole about_other:who resumed again again_more why:why turned:who turned_swapped:who"
    " supposed:facts contradiction:told,now bad_fact:now said_twice:facts"
    " handoff:ticket handoff_none handoff_kind:ticket handoff_silent:who,ticket busy"
    " channel_off:why switched_off:name,why desk_off:why feedback_good feedback_bad"
    " followed:name follow_which follow_elsewhere:name follow_privately:name unfollowed:names unfollowed_all"
    " follows_nothing news:name,text"
)
_VERDICT = (
    "amount:amount note:note fails:conditions holds:conditions missing:facts because:text unchecked:points"
    " unchecked_some:count where:where,who from_exact:day,wait from_range:day,last closed:day caution"
)
_TITLES = "eligible:who,name not_eligible:who,name unknown:name unclear:name ended:name"
_RESULT = (
    "title title_other:who eligible none unknown unclear not_eligible ended assumed waiting:names,option folded:count"
    " missing:facts item:n,name,amount,where,source item_plain:n,name,amount,where,source item_fails:n,name,condition,time"
    " item_because:n,name,text item_missing:n,name,facts item_name:n,name provided:conditions time:day caution"
)
_CHANNELS = (
    "only_text edited group too_long passed gone doubt repeat chosen:label about command_start command_menu command_check"
    " command_human command_forget command_help sms_more sms_no_more sms_ways:words sms_help sms_meant sms_refusing sms_private"
    " sms_private_link:link sms_private_call sms_skipped desk_urgent desk_opens:time,hours desk_closed"
    " desk_page desk_taken:who,ticket desk_said:who,text desk_over:who,ticket desk_left:who,ticket desk_idle:who,ticket"
    " desk_notice:ticket,why,count,minutes desk_asked desk_misses desk_complaint desk_sensitive"
)
_AMOUNTS = "value:number least:number range:low,high whole:for,per,sum"


def faults(texts: Texts) -> Iterator[str]:
    """Give every fault in the texts, one line each, naming the key."""
    yield from _fixed(texts, "said", " ".join(Said))
    yield from _fixed(texts, "options", _OPTIONS, also=frozenset({"count"}))
    yield from _fixed(texts, "frames", _FRAMES)
    yield from _fixed(texts, "channels", _CHANNELS)
    verdict = _section(texts, "verdict")
    yield from _fixed({"verdict": verdict}, "verdict", _VERDICT, ignored=("title",))
    yield from _fixed({"verdict.title": verdict.get("title")}, "verdict.title", _TITLES)
    yield from _fixed(texts, "result", _RESULT)
    yield from _fixed(texts, "amounts", _AMOUNTS, ignored=("per", "for"))
    yield from _fixed(texts, "qualities", " ".join(Quality))
    for aspect in Aspect:
        entry = _section(_section(texts, "aspects"), aspect)
        yield from (
            f"aspects.{aspect}.{key}: missing" for key in ("option", "title") if not _text(entry, key)
        )
    for kin in {Kin.ME, Kin.SPOUSE, Kin.OTHER, Kin.OTHER_MAN, Kin.OTHER_WOMAN, *PARTNER}:
        entry = _section(_section(texts, "people"), kin)
        yield from (f"people.{kin}.{key}: missing" for key in ("who", "mate") if not _text(entry, key))
    yield from _questions(texts)


def question_of(texts: Texts, fact: str) -> Mapping[str, object]:
    """Give what is written about the question for a fact: a person's questions are written once for both."""
    who, _, name = fact.partition(".")
    return _section(
        _section(texts, "household_questions" if who == "household" else "person_questions"), name
    )


def _questions(texts: Texts) -> Iterator[str]:
    for fact in CATALOGUE.values():
        entry = question_of(texts, fact.name)
        yield from _fields(f"{fact.name}.ask", _text(entry, "ask"), frozenset({"p", "who", "mate"}))
        if fact.sensitive and not _text(entry, "why"):
            yield f"{fact.name}.why: missing (the question is sensitive: say why it is asked)"
        yield from _choices(fact, _section(entry, "choices"))


def _choices(fact: FactType, written: Mapping[str, object]) -> Iterator[str]:
    values = {Kind.CHOICE: fact.choices, Kind.BOOLEAN: ("true", "false")}.get(fact.kind, ())
    for value in written:
        if value not in values:
            yield f"{fact.name}.choices.{value}: not a value of this fact"
    if fact.kind is Kind.CHOICE and not fact.labels:
        yield from (f"{fact.name}.choices.{value}: missing" for value in values if not _text(written, value))
    labels = list(written.values())
    if len(set(map(str, labels))) < len(labels):
        yield f"{fact.name}.choices: two values have the same label"


def _fixed(
    texts: Texts,
    section: str,
    wanted: str,
    *,
    also: frozenset[str] = frozenset(),
    ignored: tuple[str, ...] = (),
) -> Iterator[str]:
    written = _section(texts, section)
    names = set()
    for entry in wanted.split():
        name, _, fields = entry.partition(":")
        names.add(name)
        allowed = frozenset(fields.split(",")) - {""} | also
        yield from _fields(f"{section}.{name}", _text(written, name), allowed)
    yield from (
        f"{section}.{name}: not used" for name in written if name not in names and name not in ignored
    )


def _fields(key: str, text: str, allowed: frozenset[str]) -> Iterator[str]:
    if not text:
        yield f"{key}: missing"
        return
    try:
        named = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    except ValueError as error:
        yield f"{key}: {error}"
        return
    yield from (f"{key}: {{{field}}} cannot be filled in here" for field in sorted(named - allowed))


def _section(texts: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = texts.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(section: Mapping[str, object], name: str) -> str:
    found = section.get(name)
    return found.strip() if isinstance(found, str) else ""
