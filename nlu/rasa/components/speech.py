"""Words of Wuhan speech, and of Hong Kong and Taiwan writing, put into those that most lines use."""

import re

# A question word 么 stands alone here; in 怎么, 什么, 那么 it is only half of one.
_ALONE = r"(?<![怎什那这多])么"
_RULES = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (rf"{_ALONE}样|咋样|咋个|咋|(?<!不)怎样", "怎么"),
        (rf"{_ALONE}(?:事|子|斯)|啥子|啥|甚么", "什么"),
        (rf"{_ALONE}(?:早晚|时候|时间)|几时", "什么时候"),
        (rf"{_ALONE}(?=[办搞弄][?,。]?)", "怎么"),
        # 要么 begins an alternative where it begins a clause.
        (
            r"(?<=[有些是带做为拿凭])么(?![样什])|(?<=[^,。?! ]要)么(?![样什])|(?<=要)么(?=[材证东手资条])",
            "什么",
        ),
        (r"几多", "多少"),
        # 没得 is 没有, but not in 没得到, 没得过, 没得病.
        (r"[冇冒]得|冇有|没得(?!到|过|病|罪|空|奖|知|及|说|谈)", "没有"),
        (r"冇", "没"),
        (r"晓得", "知道"),
        (r"哪[块哈]", "哪里"),
        (r"几久", "多久"),
        (r"啵", "吗"),
        (r"咧|(?<=[办搞领拿有了吗])撒|撒(?=$|[,。?!])", ""),
        (r"一哈|哈子", "一下"),
        (r"[而如]今", "现在"),
        (r"把得|得得", "给"),
        # 克 is 去, but not a weight, a name or 克服.
        (r"(?<![\d一二三四五六七八九十百千万半两几毫巴坦扑休攻])克(?![服扣隆星山斯])", "去"),
        (r"影印件", "复印件"),
        (r"户口簿|户籍簿", "户口本"),
        (r"身分证", "身份证"),
        (r"简讯", "短信"),
        (r"钟头", "小时"),
        (r"长者", "老人"),
    )
]
_HINTS = re.compile(r"[么咋啥甚几冇冒得晓块哈啵咧撒今克簿影身简钟怎长]")


def plainly(text: str) -> str:
    """Give normalised `text` with such words replaced; all other text is kept."""
    if _HINTS.search(text):
        for pattern, plain in _RULES:
            text = pattern.sub(plain, text)
    return text
