"""A reply in the light of the campaign that it answers: where the conversation starts, and who wrote to the resident."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, tzinfo

from bot.campaign_wording import CampaignWording
from bot.channels.sms.discretion import Discretion
from bot.memory import Memory
from bot.wording import day_in_words
from campaigns.replies import Occasion
from nlu.policy import PolicyBook
from nlu.state import State

_LONGEST = 24
_WHO = re.compile(
    r"[你您]们?(?:到底|究竟)?是?(?:谁|哪位|哪里|哪的|哪个|什么人|什么单位|什么部门)|[你您]们?是?(?:干什么|做什么|干嘛)的"
    r"|骗子|骗人|诈骗|骗钱|忽悠|电诈|钓鱼|靠谱吗|可信吗|谁发的|哪里发的|[哪什么]+单位发|(?:这|那)(?:个|条)?短信是?(?:什么|啥|真|假)|谁给我发|为[什么啥]+给我发"
    r"|怎么(?:会)?(?:有|知道)我的?(?:号码|电话|手机)"
    r"|^who (?:is|are) (?:this|you)|scam|fraud|spam"
)
"""How people ask who wrote to them, and whether it is a swindle."""
_WHAT = re.compile(
    r"^(?:这|那|刚才)(?:个|条|是)?(?:短信|信息|消息|号码)?(?:又|到底|究竟)?是?"
    r"(?:什么|啥|干嘛|干什么的?|做什么的?|什么东西|什么短信|什么意思|谁|哪里的?|哪来的?)$"
    r"|^(?:什么|啥)(?:东西|意思|情况|短信)?$|真的吗|真的假的|真的还是假的|真假|是真是假|是不是[真假]的|[是]?假的吧"
    r"|^what(?:'s| is) this|^is (?:this|it) (?:real|true|genuine|official)"
)
"""How they ask what it is; after an answer, this means the answer."""


@dataclass(frozen=True, slots=True)
class Occasioned:
    """Makes a start and an introduction of the campaign's message that a resident answers, or of none."""

    book: PolicyBook
    discretion: Discretion
    words: CampaignWording
    sender: str
    zone: tzinfo
    today: Callable[[], date]

    def asks_who(self, text: str, memory: Memory | None) -> bool:
        """Say whether the words ask who writes here, and whether it is genuine."""
        plain = text.strip().rstrip("?。!,. ")
        if len(plain) > _LONGEST:
            return False
        return bool(_WHO.search(plain) or (memory is None and _WHAT.search(plain)))

    def start(self, occasion: Occasion | None) -> State:
        """Give where a conversation starts that answers this message."""
        if occasion is None:
            return State()
        benefit = next(iter(self._benefits(occasion)), None)
        topic = next((name for name in occasion.policies if name in self.book.topics), None)
        return State(benefit=benefit, topic=None if benefit else topic)

    def about(self, occasion: Occasion | None) -> str:
        """Give the option by which the campaign's matter is told in general; "" where nothing can be."""
        start = self.start(occasion)
        if start.benefit:
            return f"ask:{start.benefit}+general"
        return f"topic:{start.topic}" if start.topic else ""

    def note(self, occasion: Occasion) -> str:
        """Give what has to be said before the first answer, "" if nothing."""
        language, said = occasion.language, []
        benefits = self._benefits(occasion)
        if only := self.words.get("only_chinese", language):
            said.append(only)
        if len(benefits) > 1:
            names = "、".join(self.book.benefits[name].short for name in benefits)
            said.append(self.words.say("several", language, names=names))
        if benefits and (changed := self._changed(benefits[0], occasion)):
            said.append(changed)
        return "\n".join(said)

    def who(self, occasion: Occasion | None, language: str = "zh") -> str:
        """Give who writes here, which message of ours the resident got last, and how to make sure."""
        if occasion is None:
            said = self.words.say("not_sent", language)
        else:
            language = occasion.language
            private = occasion.confidential or any(name in self.discretion.ids for name in occasion.policies)
            said = self.words.say(
                "sent_private" if private else "sent",
                language,
                day=_day(occasion.at.astimezone(self.zone).date(), language),
                number=occasion.campaign,
                **({} if private else {"name": occasion.name}),
            )
        return "\n".join(
            (self.words.say("who", language, sender=self.sender), said, self.words.say("verify", language))
        )

    def _benefits(self, occasion: Occasion) -> tuple[str, ...]:
        known = (name for name in occasion.policies if name in self.book.benefits)
        return tuple(name for name in known if name not in self.discretion.ids)

    def _changed(self, benefit: str, occasion: Occasion) -> str:
        """Say that another version of the policy holds by now than the one that the message rested on."""
        version = self.book.benefits[benefit].version_on(self.today())
        if version is None:
            return self.words.say("lapsed", occasion.language)
        if version.since == occasion.policies[benefit]:
            return ""
        day = _day(version.since, occasion.language)
        return self.words.say("changed", occasion.language, day=day)


def _day(day: date, language: str) -> str:
    return day_in_words(day.isoformat()) if language.startswith("zh") else f"{day:%d %B %Y}".lstrip("0")
