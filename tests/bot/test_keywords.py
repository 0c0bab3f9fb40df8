"""Keywords command the conversation however they are typed, and nothing else does."""

import pytest

from bot.keywords import Command, command


@pytest.mark.parametrize(
    ("typed", "ordered"),
    [
        ("0", Command.MENU),
        ("０", Command.MENU),
        ("菜单", Command.MENU),
        ("菜單", Command.MENU),
        ("返回", Command.BACK),
        ("重来", Command.RESTART),
        ("重新开始!", Command.RESTART),
        ("跳过", Command.SKIP),
        ("不清楚", Command.DONT_KNOW),
        ("人工", Command.HUMAN),
        ("转人工。", Command.HUMAN),
        ("清除", Command.FORGET),
        ("帮助", Command.HELP),
        ("?", Command.HELP),
        ("？", Command.HELP),
        ("退订", Command.OPT_OUT),
        ("TD", Command.OPT_OUT),
        ("ＴＤ", Command.OPT_OUT),
        ("td ", Command.OPT_OUT),
        ("T", Command.OPT_OUT),
        ("R", Command.OPT_OUT),
        ("n", Command.OPT_OUT),
        ("拒收", Command.OPT_OUT),
        ("STOP", Command.OPT_OUT),
        ("\u200b退訂\u200b", Command.OPT_OUT),
        ("恢复", Command.OPT_IN),
        ("【恢复】", Command.OPT_IN),
        ("人工服务吧", Command.HUMAN),
    ],
)
def test_a_keyword_commands(typed: str, ordered: Command) -> None:
    assert command(typed) is ordered


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "你好",
        "怎么退订",
        "人工流产后遗症",
        "0元吗",
        "10",
        "1",
        "我不清楚要带什么",
        "退订短信要钱吗",
        "no",
        "😀",
        "返回武汉",
        "清除"[:1],
    ],
)
def test_other_words_do_not(typed: str) -> None:
    assert command(typed) is None
