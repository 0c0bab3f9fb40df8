"""Python looks for garbage rarely only as long as somebody asked for it."""

import gc

from campaigns.collecting import collecting_rarely


def test_the_usual_pace_comes_back_when_the_last_is_done() -> None:
    usual = gc.get_threshold()
    first, second = collecting_rarely(), collecting_rarely()
    with first:
        second.__enter__()
    assert gc.get_threshold()[0] > usual[0]
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual
