"""A conversation's state survives being written down."""

import json

from hypothesis import given
from hypothesis import strategies as st

from nlu.interpretation import Aspect
from nlu.reading.people import Kin
from nlu.state import Check, Clash, State, Step, Unclear

_NAMES = st.sampled_from(["self.age", "self.hukou_type", "household.sons", "household.one_child_certificate"])
_FACTS = st.dictionaries(_NAMES, st.booleans() | st.integers(0, 9) | st.sampled_from(["rural", "2023-03"]))
_BENEFITS = st.lists(st.sampled_from(["rural-family-reward", "childcare-subsidy"]), unique=True).map(tuple)
_CHECKS = st.builds(
    Check,
    benefits=_BENEFITS,
    whole=st.booleans(),
    asked=st.none() | _NAMES,
    skipped=st.lists(_NAMES).map(tuple),
    steps=st.lists(st.builds(Step, _NAMES, st.lists(_NAMES).map(tuple))).map(tuple),
)
_STATES = st.builds(
    State,
    facts=_FACTS,
    claimant=st.sampled_from(Kin),
    benefit=st.none() | st.just("childcare-subsidy"),
    aspect=st.sampled_from(Aspect),
    topic=st.none() | st.just("privacy"),
    check=st.none() | _CHECKS,
    clash=st.none() | st.builds(Clash, _NAMES, _FACTS),
    unclear=st.none() | st.builds(Unclear, _BENEFITS, st.sampled_from(Aspect)),
    folded=_BENEFITS,
    misses=st.integers(0, 3),
    greeted=st.booleans(),
    told_degraded=st.booleans(),
    turns=st.integers(0, 99),
)


@given(_STATES)
def test_every_state_comes_back_from_json_as_it_was(state: State) -> None:
    assert State.from_json(json.loads(json.dumps(state.to_json()))) == state


def test_a_state_of_an_older_form_is_forgotten() -> None:
    assert State.from_json({"form": 0}) == State()
