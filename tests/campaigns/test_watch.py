"""When a campaign is stopped by its counters, and when enough is known of a wave to open the next one."""

from collections.abc import Mapping

import pytest

from campaigns.campaign import Thresholds
from campaigns.watch import Heard, heard_of, too_much

LIMITS = Thresholds(undelivered=0.20, filtered=0.02, opted_out=0.03, least=20)


@pytest.mark.parametrize(
    ("tallies", "found"),
    [
        ({"delivered": 16, "undelivered": 4}, ""),
        ({"delivered": 15, "undelivered": 5}, "未送达 5/20"),
        ({"delivered": 10, "refused": 10}, "未送达 10/20"),
        ({"undelivered": 9}, ""),  # too few, while more receipts may come
        ({"planned": 20, "later": 20, "came_back": 20}, "未送达 20/20"),  # all are to be tried again
        ({"sent": 20, "came_back": 20}, "未送达 20/20"),  # all are being tried again
        ({"undelivered": 20, "came_back": 20, "re_failed": 20}, "未送达 20/20"),  # tried again in vain
        ({"delivered": 20, "came_back": 20, "re_arrived": 20}, "未送达 20/20"),  # arrived in the end
        ({"delivered": 99, "came_back": 9, "re_arrived": 9}, ""),  # 9 of 99
        ({"delivered": 50, "undelivered": 2, "filtered": 2}, "被运营商过滤 2/52"),
        ({"sent": 48, "delivered": 2, "opt_outs": 2}, "退订 2/50"),
        ({"undelivered": 30, "seen_undelivered": 30}, ""),  # a person had seen it
    ],
)
def test_many_messages_are_judged_by_their_share(tallies: Mapping[str, int], found: str) -> None:
    assert too_much(tallies, LIMITS).partition(",")[0] == found


@pytest.mark.parametrize(
    ("tallies", "found"),
    [
        ({"undelivered": 1}, "未送达 1/1"),
        ({"came_back": 9, "later": 9}, "未送达 9/9"),
        ({"delivered": 7, "undelivered": 2}, ""),  # phones that are off
        ({"delivered": 5, "came_back": 4}, ""),
        ({"delivered": 4, "came_back": 5}, "未送达 5/9"),
        ({"delivered": 8, "undelivered": 1, "filtered": 1}, ""),
        ({"delivered": 7, "undelivered": 2, "filtered": 2}, "被运营商过滤 2/9"),
        ({"delivered": 9, "opt_outs": 1}, ""),
        ({"delivered": 9, "opt_outs": 2}, "退订 2/9"),
        ({}, ""),
    ],
)
def test_few_messages_stop_by_what_chance_would_hardly_explain(
    tallies: Mapping[str, int], found: str
) -> None:
    assert too_much(tallies, LIMITS, few=True).partition(",")[0] == found


@pytest.mark.parametrize(
    ("heard", "enough"),
    [
        (Heard(failed=0, arrived=9, waiting=0), True),
        (Heard(failed=0, arrived=8, waiting=1), True),
        (Heard(failed=1, arrived=7, waiting=1), False),
        (Heard(failed=0, arrived=0, waiting=9), False),
        (Heard(failed=0, arrived=0, waiting=0), True),
        (Heard(failed=9, arrived=0, waiting=0), True),
        (Heard(failed=0, arrived=3, waiting=-3), True),  # a person had seen them without receipt
    ],
)
def test_enough_is_heard_when_the_rest_could_not_pass_the_threshold(heard: Heard, enough: bool) -> None:
    assert heard.enough(LIMITS) is enough


def test_a_message_tried_again_is_heard_of_once() -> None:
    tallies = {
        "sent": 2,
        "unknown": 1,
        "delivered": 5,
        "came_back": 3,
        "re_arrived": 1,
        "re_failed": 1,
        "undelivered": 2,
    }
    assert heard_of(tallies) == Heard(failed=4, arrived=4, waiting=3)
