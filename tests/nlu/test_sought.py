"""What a pattern needs is met by every text it matches in, and patterns sought find what they found before."""

import importlib
import pkgutil
import re
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu import reading
from nlu.reading.needs import needs_of, shape_of
from nlu.reading.sought import Sought, sought

TABLES = sorted((Path(__file__).parents[1] / "cases").glob("reading_*.yaml"))


def everything_sought() -> list[Sought]:
    modules = [
        importlib.import_module(m.name) for m in pkgutil.iter_modules(reading.__path__, "nlu.reading.")
    ]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Sought)]


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("老伴", [{"老"}, {"伴"}, {"老伴"}]),
        ("老伴|男人", [{"老伴", "男人"}, {"伴", "男"}, {"老", "人"}]),
        ("[他她](?:爸|爹)", [{"他", "她"}, {"爸", "爹"}, {"他爸", "他爹", "她爸", "她爹"}]),
        ("没有?人", [{"没"}, {"人"}, {"没人", "有人"}]),
        ("(?<!不)离(?=婚)", [{"离"}, {"婚"}]),
        ("死.*了", [{"死"}, {"了"}]),
        ("离(?:了|(?:婚)*)", [{"离"}]),
        ("(?:走了)+$", [{"走"}, {"了"}, {"走了"}]),
        ("[^,]{2}", []),
        ("(?i:a)b", [{"b"}]),
        ("(?i)ab", []),
        (r"(甲)\1", [{"甲"}]),
        ("(?:丙|丁?)", []),
    ],
)
def test_needs_are_read_off_a_pattern(pattern: str, needs: list[set[str]]) -> None:
    assert set(needs_of(pattern, 9)) == set(map(frozenset, needs))


def test_the_ends_of_a_pattern_are_read_off_it() -> None:
    shape = shape_of("(?:没|不)?离(?:婚|了?)$")
    assert (shape.first, shape.last, shape.empty) == (frozenset("没不离"), frozenset("离婚了"), False)


@pytest.mark.parametrize("digit", [chr(c) for c in range(sys.maxunicode) if chr(c).isdecimal()][10::9])
def test_digits_of_other_scripts_are_found(digit: str) -> None:
    assert sought(r"满\d岁").search(f"满{digit}岁")


def test_patterns_sought_find_what_they_found_before_in_every_line_of_the_cases() -> None:
    lines = [row["说"] for table in TABLES for row in yaml.safe_load(table.read_text("utf-8"))]
    for pattern in everything_sought():
        plain = re.compile(pattern.pattern)
        for line in lines[::7]:
            assert [*map(str, pattern.finditer(line))] == [*map(str, plain.finditer(line))]


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(everything_sought()))
def test_a_text_that_matches_has_all_that_is_needed(data: st.DataObject, pattern: Sought) -> None:
    text = data.draw(st.from_regex(pattern.pattern))
    assert pattern.search(text)
    assert pattern.match(text, 1) == re.compile(pattern.pattern).match(text, 1) or pattern.match(text, 1)


def test_a_text_that_lacks_something_needed_is_left_as_it_is() -> None:
    assert sought("老伴").sub("爱人", "老的伴") == "老的伴"
    assert sought("老伴").sub("爱人", "老伴走了") == "爱人走了"
