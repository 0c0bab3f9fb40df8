"""The regression gate with the trained model over the residents' door: what continuous integration holds against a change."""

import pytest

from nlu.evaluation.__main__ import main
from nlu.training import wanted_model
from tests.conftest import STRICT


@pytest.mark.rasa
@pytest.mark.slow
def test_no_held_out_score_fell_and_no_line_that_must_be_understood_failed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    if not wanted_model().exists() and not STRICT:
        pytest.skip("the model of the present sources is not trained: `make train` makes it")
    status = main(["gate"])
    told = capsys.readouterr()
    assert status == 0, told.out + told.err
