"""The leak test over the whole of the data: a score on lines that were trained on would be worth nothing."""

import pytest

from nlu.evaluation.__main__ import main


def test_no_evaluation_line_or_turn_of_a_dialogue_stands_in_the_training_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = main(["leak"])
    assert status == 0, capsys.readouterr().out
