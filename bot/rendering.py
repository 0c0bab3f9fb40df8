"""What the dialogue decided, put into words with the options that go with it."""

from dataclasses import replace
from functools import singledispatchmethod

from bot.memory import Option
from bot.turn import Reply
from bot.verdict_words import VerdictWords, in_words
from bot.wording import Wording
from nlu import acts
from nlu.assessment import Assessment
from nlu.interpretation import Aspect
from nlu.policy import PolicyBook, Verdict
from nlu.reading.people import Kin


class Rendering:
    """Gives the reply for each act: the words of one language, the names of one policy book."""

    def __init__(self, wording: Wording, book: PolicyBook) -> None:
        self._say = wording
        self._book = book
        self._verdicts = VerdictWords(wording, book)

    def name(self, subject: str) -> str:
        """Give the short name of a benefit or a topic."""
        known = self._book.benefits.get(subject)
        return known.short if known else self._book.topics[subject].name

    def replies(self, said: tuple[acts.Act, ...], about: Kin) -> tuple[Reply, ...]:
        """Give the replies for the acts of one turn about the claim of `about`.

        Only the last that has options keeps them, so that a digit means one thing.
        """
        made = [self._reply(act, about) for act in said]
        last = max((place for place, reply in enumerate(made) if reply.options), default=-1)
        return tuple(
            reply if place == last else replace(reply, options=()) for place, reply in enumerate(made)
        )

    @singledispatchmethod
    def _reply(self, act: object, about: Kin) -> Reply:
        raise TypeError(f"no words for {type(act).__name__}")

    @_reply.register
    def _(self, act: acts.Tell, about: Kin) -> Reply:
        say, what = self._say, act.what
        options: tuple[Option, ...] = ()
        if what is acts.Said.NOTED:
            options = (
                say.option("check:all", "check_all"),
                say.option("check:money", "check_money"),
                say.option("menu"),
            )
        elif what in (acts.Said.GREETING, acts.Said.THANKS):
            options = (say.option("check:all", "check_all"), say.option("menu"))
        return Reply(say.said(what), options, what.value)

    @_reply.register
    def _(self, act: acts.Menu, about: Kin) -> Reply:
        named = dict.fromkeys((*act.first, *self._say.menu()))
        options = (
            *((self._say.option("go_on"), self._say.option("stop")) if act.checking else ()),
            self._say.option("check:all", "check_all"),
            *(self._benefit(benefit, Aspect.GENERAL) for benefit in named if benefit in self._book.benefits),
            *(Option(f"topic:{topic}", known.name) for topic, known in self._book.topics.items()),
            self._say.option("human"),
        )
        return Reply(self._say.frame("menu"), options, "menu")

    @_reply.register
    def _(self, act: acts.Answer, about: Kin) -> Reply:
        decides = self._book.benefits[act.benefit].decides
        name = self._verdicts.name(act.benefit)
        if not act.text:
            lines = [self._say.frame("no_answer", name=name, where=decides.where)]
        else:
            lines = [act.text if name in act.text else f"{name}:{act.text}"]
        judged = act.judged
        ended = next((part.act for part in judged.because if part.act), None)
        if judged.verdict is Verdict.ENDED and ended:
            number = ended.number or ""
            if not number or number not in act.text:
                title = f"{ended.title}({number})" if number else ended.title
                day = in_words(ended.day)
                lines.append(self._say.frame("ended_act", act=title, day=day))
        elif act.text:
            lines.append(self._say.frame("decides", who=decides.who))
            if act.aspect is not Aspect.PLACE:
                lines.append(self._say.frame("where", where=decides.where))
        lines.extend(self._verdicts.sources(act.citations))
        check = (self._say.option(f"check:{act.benefit}", "check_one"),) if act.can_check else ()
        asks = tuple(Option(f"ask:{act.benefit}+{aspect}", self._say.aspect(aspect)) for aspect in act.offers)
        more = (self._say.option("human"),) if act.unclear else ()
        return Reply("\n".join(lines), (*check, *asks, *more, self._say.option("menu")), "answer")

    @_reply.register
    def _(self, act: acts.TopicAnswer, about: Kin) -> Reply:
        lines = [act.text, *self._verdicts.sources(act.citations)]
        return Reply("\n".join(lines), (self._say.option("human"), self._say.option("menu")), "topic")

    @_reply.register
    def _(self, act: acts.Rumour, about: Kin) -> Reply:
        lines = [self._say.frame("rumour", denial=act.denial), *self._verdicts.sources(act.citations)]
        options = (
            self._say.option(f"check:{act.benefit}", "check_one"),
            self._say.option("check:all", "check_all"),
            self._say.option("menu"),
        )
        return Reply("\n".join(lines), options, "rumour")

    @_reply.register
    def _(self, act: acts.Judgement, about: Kin) -> Reply:
        judged = act.assessment
        if act.brief:
            return Reply(self._verdicts.brief(judged, about), (), "verdict")
        asks = (
            Option(f"ask:{judged.benefit}+{aspect}", self._say.aspect(aspect))
            for aspect in (Aspect.PROCEDURE, Aspect.DOCUMENTS, Aspect.PLACE)
            if judged.verdict is not Verdict.ENDED
        )
        options = (
            *asks,
            self._say.option("check:all", "check_all"),
            self._say.option("human"),
            self._say.option("menu"),
        )
        return Reply(self._verdicts.judgement(judged, about, act.missing), options, "verdict")

    @_reply.register
    def _(self, act: acts.CheckResult, about: Kin) -> Reply:
        return Reply(self._result(act), self._result_options(act), "result")

    @_reply.register
    def _(self, act: acts.StartCheck, about: Kin) -> Reply:
        names = "、".join(self._verdicts.name(benefit) for benefit in act.benefits)
        kind = "start_whole" if act.whole else "start_one" if len(act.benefits) == 1 else "start_some"
        text = self._say.frame(kind, **({} if act.whole else {"names": names}))
        if about is not Kin.ME:
            text += self._say.frame("about_other", who=self._say.who(about))
        return Reply(text, (), "start")

    @_reply.register
    def _(self, act: acts.Ask, about: Kin) -> Reply:
        asking = self._say.asking(act.fact, act.claimant)
        lines = []
        if act.misses:
            lines.append(self._say.frame("again" if act.misses == 1 else "again_more"))
        elif act.resumed:
            lines.append(self._say.frame("resumed"))
        lines.append(asking.question + (asking.hint or ""))
        if act.sensitive and asking.why:
            lines.append(self._say.frame("why", why=asking.why))
        back = (self._say.option("back"),) if act.answered else ()
        stop = (self._say.option("stop"),) if act.resumed or act.misses else ()
        human = (self._say.option("human"),) if act.misses > 1 else ()
        return Reply("\n".join(lines), (*asking.options, *back, *stop, *human), "ask")

    @_reply.register
    def _(self, act: acts.Clarify, about: Kin) -> Reply:
        options = (
            *(self._benefit(benefit, act.aspect) for benefit in act.benefits),
            self._say.option("neither"),
        )
        return Reply(act.question or self._say.frame("clarify"), options, "clarify")

    @_reply.register
    def _(self, act: acts.Nearest, about: Kin) -> Reply:
        options = (
            *(self._benefit(benefit, act.aspect) for benefit in act.benefits),
            *(Option(f"topic:{topic}", self._book.topics[topic].name) for topic in act.topics),
            self._say.option("neither"),
        )
        return Reply(self._say.frame("nearest"), options, "nearest")

    @_reply.register
    def _(self, act: acts.Contradiction, about: Kin) -> Reply:
        told = "、".join(self._say.told(fact, value, about) for fact, value in act.told.items())
        now = "、".join(self._say.told(fact, value, about) for fact, value in act.now.items())
        options = (self._say.option("change"), self._say.option("keep"))
        return Reply(self._say.frame("contradiction", told=told, now=now), options, "contradiction")

    @_reply.register
    def _(self, act: acts.BadFact, about: Kin) -> Reply:
        shown = {act.fact: act.now[act.fact]} if len(act.now) == 1 else act.now
        now = "、".join(self._say.told(fact, value, about) for fact, value in shown.items())
        return Reply(self._say.frame("bad_fact", now=now), (), "bad_fact")

    @_reply.register
    def _(self, act: acts.SaidTwice, about: Kin) -> Reply:
        facts = "、".join(self._say.label(fact, about) for fact in act.facts)
        return Reply(self._say.frame("said_twice", facts=facts), (), "said_twice")

    @_reply.register
    def _(self, act: acts.Turned, about: Kin) -> Reply:
        frame = "turned_swapped" if act.swapped else "turned"
        return Reply(self._say.frame(frame, who=self._say.who(act.claimant)), (), "turned")

    @_reply.register
    def _(self, act: acts.Supposed, about: Kin) -> Reply:
        facts = "、".join(self._say.told(fact, value, about) for fact, value in act.facts.items())
        return Reply(self._say.frame("supposed", facts=facts), (), "supposed")

    @_reply.register
    def _(self, act: acts.Refusal, about: Kin) -> Reply:
        options = (self._say.option("menu"), self._say.option("human"))
        return Reply(self._say.frame("refusal"), options, "refusal")

    @_reply.register
    def _(self, act: acts.Emergency, about: Kin) -> Reply:
        return Reply(self._say.frame("emergency"), (self._say.option("human"),), "emergency")

    @_reply.register
    def _(self, act: acts.HandOff, about: Kin) -> Reply:
        return Reply(self._say.frame("handoff_none"), (), "handoff")

    def _benefit(self, benefit: str, aspect: Aspect) -> Option:
        return Option(f"ask:{benefit}+{aspect}", self._book.benefits[benefit].short)

    def _result_options(self, act: acts.CheckResult) -> tuple[Option, ...]:
        say = self._say
        asks = tuple(
            Option(
                f"ask:{judged.benefit}+{Aspect.PROCEDURE}",
                f"{self._verdicts.name(judged.benefit)}:{say.aspect(Aspect.PROCEDURE)}",
            )
            for judged in act.eligible[:3]
        )
        tender = (say.option("tender"),) if act.waiting else ()
        folded = (say.option("folded", count=len(act.folded)),) if act.folded else ()
        return (*asks, *tender, *folded, say.option("human"), say.option("menu"))

    def _provided(self, judged: Assessment) -> str:
        """Give the conditions that nobody has told about yet, on which an eligible verdict still rests."""
        version = self._book.benefits[judged.benefit].version_on(judged.as_of)
        own = {clause.id for clause in version.conditions} if version else set()
        texts = [clause.text for clause in judged.unchecked if clause.id in own]
        return self._say.result("provided", conditions=";".join(texts)) if texts else ""

    def _result(self, act: acts.CheckResult) -> str:
        say, words = self._say.result, self._verdicts
        me = act.claimant is Kin.ME
        lines = [say("title") if me else say("title_other", who=self._say.who(act.claimant))]
        if not act.eligible:
            lines.append(say("none"))
        number = 0

        def listed(title: str, items: list[str]) -> None:
            if items:
                lines.append(say(title))
                lines.extend(items)

        def entry(kind: str, benefit: str, /, **filled: str) -> str:
            nonlocal number
            number += 1
            return say(kind, n=number, name=words.name(benefit), **filled)

        def place(benefit: str) -> str:
            return self._book.benefits[benefit].decides.where

        listed(
            "eligible",
            [
                entry(
                    "item" if each.amount else "item_plain",
                    each.benefit,
                    amount=words.amount(each.amount) if each.amount else "",
                    where=place(each.benefit),
                    source=words.source(each.sources),
                )
                + self._provided(each)
                for each in act.eligible
            ],
        )
        missing = "、".join(self._say.label(fact, act.claimant) for fact in act.missing)
        listed("unknown", [entry("item_missing", each.benefit, facts=missing) for each in act.unknown])
        listed(
            "unclear",
            [entry("item_because", each.benefit, text=words.because(each)) for each in act.unclear],
        )
        listed(
            "not_eligible",
            [
                entry("item_fails", each.benefit, condition=words.failing(each), time=words.when(each))
                for each in act.not_eligible
            ],
        )
        listed("ended", [entry("item_because", each.benefit, text=words.because(each)) for each in act.ended])
        listed("assumed", [entry("item_name", each.benefit) for each in act.assumed])
        if act.folded:
            lines.append(say("folded", count=len(act.folded)))
        if act.waiting:
            names = "、".join(words.name(benefit) for benefit in act.waiting)
            lines.append(say("waiting", names=names, option=self._say.option("tender").label))
        lines.append(say("caution"))
        return "\n".join(lines)
