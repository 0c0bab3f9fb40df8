"""The chat and the register of consents take the same words for an opt-out and for its undoing."""

import pytest

from bot.keywords import Command, command
from campaigns.consent import ConsentKind
from campaigns.consent_words import ConsentWords

OUT = "退订 退訂 拒收 取消订阅 退订短信 拒收短信 取消短信 不要发了 TD td T R N QX stop STOPALL unsubscribe cancel end quit 退订! 【TD】"
IN = "订阅 重新订阅 恢复订阅 恢复接收 恢复 恢复短信 unstop"
NEITHER = "奖扶 人工 要 不 好 你好 1 0 清除"


@pytest.mark.parametrize("word", OUT.split())
def test_both_take_it_for_an_opt_out(word: str) -> None:
    taken = ConsentWords().read(word)
    assert taken is not None
    assert (taken.kind, command(word)) == (ConsentKind.OPT_OUT, Command.OPT_OUT)


@pytest.mark.parametrize("word", IN.split())
def test_both_take_it_for_an_opt_in(word: str) -> None:
    taken = ConsentWords().read(word)
    assert taken is not None
    assert (taken.kind, command(word)) == (ConsentKind.OPT_IN, Command.OPT_IN)


@pytest.mark.parametrize("word", NEITHER.split())
def test_neither_takes_another_word_for_consent(word: str) -> None:
    assert ConsentWords().read(word) is None
    assert command(word) not in {Command.OPT_OUT, Command.OPT_IN}
