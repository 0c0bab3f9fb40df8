"""No report tells anything about anybody."""

from hypothesis import given
from hypothesis import strategies as st

from campaigns.console.hiding import SMALL, hidden

GROUPS = st.dictionaries(
    st.text(min_size=1, max_size=3),
    st.tuples(st.integers(1, 30), st.integers(0, 30), st.integers(0, 30)).map(
        lambda of: (of[0], min(of[1], of[0]), min(of[2], of[0] - min(of[1], of[0])))
    ),
    max_size=6,
)


@given(GROUPS)
def test_no_small_number_is_shown_or_follows_from_the_sum(groups: dict[str, tuple[int, int, int]]) -> None:
    shares = hidden(groups)
    assert {share.name for share in shares} == set(groups)
    for share in shares:
        recipients, delivered, failed = groups[share.name]
        shown = (share.recipients, share.delivered, share.failed)
        assert all(number is None or number == 0 or number >= SMALL for number in shown)
        if share.delivered is not None:
            assert not 0 < recipients - delivered - failed < SMALL
    concealed = [share for share in shares if share.recipients is None]
    assert len(concealed) != 1 or len(shares) == 1
