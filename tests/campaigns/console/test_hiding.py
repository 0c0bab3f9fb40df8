"""No report tells anything about anybody."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.console.hiding import SMALL, hidden, parts, roughly, share_of, unless_few

GROUPS = st.dictionaries(
    st.text(min_size=1, max_size=3),
    st.tuples(st.integers(1, 30), st.integers(0, 30), st.integers(0, 30)).map(
        lambda of: (of[0], min(of[1], of[0]), min(of[2], of[0] - min(of[1], of[0])))
    ),
    max_size=6,
)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_no_hidden_part_follows_from_the_sum_even_for_who_knows_the_rule(size: int) -> None:
    alike: dict[tuple[int | None, tuple[int | None, ...]], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(9 if size < 4 else 8), repeat=size):
        told = parts({str(place): count for place, count in enumerate(counts)})
        assert all(value is None or value == 0 or value >= SMALL for value in told.values())
        alike[unless_few(sum(counts)), tuple(told[str(place)] for place in range(size) if told)].append(
            counts
        )
    for (total, shown), possible in alike.items():
        if total is not None and total > 8:
            continue  # others that look alike have numbers beyond those tried
        for place, value in enumerate(shown):
            assert value is not None or len({counts[place] for counts in possible}) > 1, (shown, possible)


def test_where_each_part_is_one_person_nothing_is_broken_down() -> None:
    assert parts(dict.fromkeys("abcde", 1)) == {}
    assert parts({"a": 1, "b": 1, "c": 50}) == {"a": None, "b": None, "c": None}
    assert parts({"a": 2, "b": 6}) == {"a": None, "b": None}
    assert parts({"a": 0, "b": 60, "c": 7}) == {"a": 0, "b": 60, "c": 7}


@given(GROUPS)
def test_no_small_number_is_shown_or_follows_from_the_sums(groups: dict[str, tuple[int, int, int]]) -> None:
    shares = hidden(groups)
    assert {share.name for share in shares} in (set(groups), set())
    for share in shares:
        recipients, delivered, failed = groups[share.name]
        shown = (share.recipients, share.delivered, share.failed)
        assert all(number is None or number == 0 or number >= SMALL for number in shown)
        assert (share.delivered is None) is (share.failed is None)
        if share.delivered is not None:
            assert not 0 < recipients - delivered - failed < SMALL
    for column in range(3):
        concealed = [
            share for share in shares if (share.recipients, share.delivered, share.failed)[column] is None
        ]
        assert len(concealed) != 1 or len(shares) == 1


def test_a_failure_in_one_group_cannot_be_reckoned_from_all_failures() -> None:
    (first, second) = hidden({"汉阳区": (20, 18, 2), "洪山区": (30, 20, 10)})
    assert (first.recipients, first.failed) == (20, None)
    assert (second.recipients, second.failed) == (30, None), "12 failed altogether"


def test_groups_of_nothing_but_deliveries_hide_no_more_than_the_small_ones() -> None:
    shares = hidden({"汉阳区": (20, 20, 0), "洪山区": (30, 30, 0), "武昌区": (3, 3, 0), "新洲区": (9, 9, 0)})
    assert [share.delivered for share in shares if share.recipients] == [20, 30]


@given(st.integers(0, 100), st.integers(0, 100))
def test_two_audiences_do_not_tell_by_how_few_they_differ(one: int, other: int) -> None:
    shown = roughly(one)
    assert shown is None or (shown % SMALL == 0 and shown <= one < shown + SMALL)
    part = min(one, other)
    told = share_of(one, part)
    assert told is None or all(count == 0 or count >= SMALL for count in (told, one - told))
