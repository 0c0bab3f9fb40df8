"""What a refused move tells."""

import pytest

from campaigns.campaign import CampaignState, Move, MoveError, moved


def test_a_refused_move_names_only_what_a_person_can_do() -> None:
    with pytest.raises(MoveError, match=r"possible: cancel, pause$"):
        moved(CampaignState.RUNNING, Move.LAUNCH)
    with pytest.raises(MoveError, match="release"):
        moved(CampaignState.RUNNING, Move.RESUME)
