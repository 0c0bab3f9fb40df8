"""What stands before a question and says nothing of it: 谢谢,最后问一句,要不要本人去."""

import re

from nlu.following import asks, followed_up

_THANKS = (
    r"(?:非常|太|十分|真是?|好的?|那|先)*+(?:谢谢|感谢|多谢|谢了|谢啦|谢过|辛苦|劳慰|难为|麻烦|打扰)(?:你们?|您|了|啊|啦|哈|呀|哦|师傅|老师|同志|大姐|"
    r"耐心|解答)*+"
)
_UNDERSTOOD = (
    r"(?:好的?|嗯+|哦+|噢|行|可以|中|要得|知道|明白|清楚|懂|晓得|了解|"
    r"收到|记下|记住|没事|那就好|太好|算)(?:了|啦|吧|的|哈|啊|呀|嘞)*+"
)
_ASKS_ON = (
    r"(?:那|我|还有个?|还|再|最后|顺便|另外|对了|哦|噢|然后|就|想|要|请(?!教)|麻烦|多嘴|多|有个|一个|,)*+(?:问|请教|打听|咨询)(?:问|你们?|您|一|个|下|哈|句|嘴|声|小?问题|件?事)++(?:,|:|。)?"
    r"|(?:那么?|麻烦|请|就|,)*+[你您](?:先|就|再|只|还是)*+(?:告诉我?|跟我(?:说|讲)|给我(?:说|讲)|说|讲)(?:一?下|说|讲|清楚|看)*+(?!的|得|过|了)"
    r"|(?:哦|噢|啊)?对了|另外|最后(?:一个|一)?(?:问题|句|问|个)|随便问问|还有一?(?:个问题|件事|点)"
)
_POLITE = re.compile(rf"(?:{_THANKS}|{_ASKS_ON})")
_LEAD = re.compile(rf"(?:(?:{_UNDERSTOOD}|{_THANKS}|{_ASKS_ON})[,。!;:~\s]++|{_ASKS_ON})++")
# What may repeat is possessive: 480 characters of 还有个还有个 must not be tried in every way.


def question_after(text: str) -> str | None:
    """Give the question that a normalised text asks after words of thanks or of asking; None where it is none such."""
    lead = _LEAD.match(text)
    if lead is None or _POLITE.search(lead[0]) is None:
        return None
    rest = text[lead.end() :]
    return rest if len(rest) > 1 and (asks(rest) or followed_up(rest)) else None
