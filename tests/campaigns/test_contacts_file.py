"""Residents' files: whatever the encoding, the order of columns and the faults in them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from campaigns.columns import AXES, COLUMNS, FACT_COLUMNS
from campaigns.contact import Contact, Said
from campaigns.contact_reader import ContactReader, by_axis
from campaigns.contacts_file import ContactsFileError, look_through
from campaigns.phone import e164
from db.contact_rows import CONSISTENCY
from nlu.catalogue import CATALOGUE
from nlu.fact_types import Kind

TODAY = date(2026, 11, 25)


def reader(*header: str) -> ContactReader:
    return ContactReader(header, TODAY, lambda text: e164(text, fictional=True), CONSISTENCY)


def rows_of(path: Path) -> list[object]:
    with look_through(path).rows() as rows:
        return list(rows)


def good(header: Sequence[str], *cells: str) -> Contact:
    read = reader(*header).read(2, list(cells))
    assert isinstance(read, Contact), read
    return read


def reasons(header: Sequence[str], *cells: str) -> list[tuple[str, str]]:
    read = reader(*header).read(2, list(cells))
    assert isinstance(read, list)
    return [(fault.column, fault.reason) for fault in read]


def test_every_listed_fact_has_a_column_with_the_rules_own_values() -> None:
    told = {column.name: column for column in FACT_COLUMNS}
    assert set(told) == {n for n, fact in CATALOGUE.items() if fact.listed or n.endswith(".born_on")}
    for name, column in told.items():
        fact = CATALOGUE[name]
        assert column.axis == fact.axis
        if fact.kind is Kind.CHOICE:
            assert set(column.words.values()) == set(fact.choices)
        if fact.kind is Kind.INTEGER:
            assert column.high == fact.high


def test_no_header_means_two_columns() -> None:
    known: dict[str, str] = {}
    for column in COLUMNS:
        for header in {column.name, *column.headers}:
            assert known.setdefault(header.lower(), column.name) == column.name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found_out(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("手机号,姓名\n10000000001,王安\n".encode(encoding))
    assert rows_of(path) == [["手机号", "姓名"], ["10000000001", "王安"]]


def test_chinese_that_comes_after_a_megabyte_of_digits_still_tells_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    head = b"phone,name\n" + b"10000000001,a\n" * 150_000
    path.write_bytes(head + "10000000002,王安\n".encode("gb18030"))
    assert rows_of(path)[-1] == ["10000000002", "王安"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_found_out(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"phone{delimiter}name\n1{delimiter}b\n", encoding="utf-8")
    assert rows_of(path) == [["phone", "name"], ["1", "b"]]


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "empty"), (b"\xff\xff\xfe,\x80", "neither UTF-8 nor GB18030"), (b"PK\x03\x04x", "XLSX")],
)
def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(ContactsFileError, match=why):
        rows_of(path)
    with pytest.raises(ContactsFileError, match="No such file"):
        look_through(tmp_path / "none.csv")


def test_a_workbook_reads_like_a_csv(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["手机号", "出生日期", "儿子数", "独生子女证"])
    sheet.append([10000000001, date(1963, 5, 1), 1, True])
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert rows_of(path)[1] == ["10000000001", "1963-05-01", "1", "1"]


def test_an_unpaired_quote_spoils_its_own_rows_only(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('phone,name\n1,"a"b\n2,c\n', encoding="utf-8")
    _, bad, last = rows_of(path)
    assert isinstance(bad, str)
    assert last == ["2", "c"]


@pytest.mark.parametrize(
    "header",
    [
        ("手机号", "户口性质"),
        ("Phone", "Hukou Type"),
        (" 手机号码(必填) ", "self.hukou_type"),
        ("phone", "HUKOU_TYPE"),
    ],
)
def test_headers_may_be_chinese_or_english(header: tuple[str, str]) -> None:
    contact = good(header, "10000000001", "农业户口")
    assert by_axis(reader(*header).slots, contact.facts) == {"self.hukou_type": "rural"}


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (("姓名",), "no column holds the phone"),
        (("手机号", "phone"), "say the same"),
        (("手机号", "儿子数量"), "did you mean"),
    ],
)
def test_a_header_that_cannot_be_is_refused(header: tuple[str, ...], why: str) -> None:
    with pytest.raises(ContactsFileError, match=why):
        reader(*header)


def test_columns_of_which_nothing_is_known_are_named_and_left_out() -> None:
    assert reader("序号", "手机号", "身份证号").ignored == ("序号", "身份证号")


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("出生日期", "1963-05-01", (date(1963, 5, 1), date(1963, 5, 1))),
        ("出生日期", "1963年5月", (date(1963, 5, 1), date(1963, 5, 31))),
        ("出生日期", "1963", (date(1963, 1, 1), date(1963, 12, 31))),
        ("出生日期", "19630501", (date(1963, 5, 1), date(1963, 5, 1))),
        ("出生日期", "2026", (date(2026, 1, 1), TODAY)),
        ("年龄", "62", (date(1963, 11, 26), date(1964, 11, 25))),
        ("居住月数", "6", (date(2026, 4, 26), date(2026, 5, 25))),
        ("性别", "女", "female"),
        ("户口所在地", "湖北省武汉市洪山区", "wuhan"),
        ("户口所在地", "湖北黄冈", "hubei"),
        ("户口所在地", "河南省信阳市", "elsewhere"),
        ("儿子数", "2", 2),
        ("独生子女证", "有", True),
        ("已怀孕", "否", False),
        ("婚姻状况", "丧偶", "widowed"),
        ("儿子数", "不详", None),
        ("儿子数", "", None),
    ],
)
def test_a_cell_says_what_people_mean(column: str, cell: str, expected: object) -> None:
    read = reader("手机号", column)
    contact = read.read(2, ["10000000001", cell])
    assert isinstance(contact, Contact)
    if isinstance(expected, tuple):
        expected = tuple(day.toordinal() for day in expected)
    assert next(iter(by_axis(read.slots, contact.facts).values()), None) == expected


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        ("出生日期", "1963-02-30", "没有这一天"),
        ("出生日期", "2027-01-01", "到今天之间"),
        ("出生日期", "五月", "请填日期"),
        ("年龄", "-3", "0 到 120"),
        ("年龄", "200", "0 到 120"),
        ("性别", "狗", "请填 female、male"),
        ("独生子女证", "也许", "是 或 否"),
        ("户口所在地", "火星", "看不出"),
        ("姓名", "王" * 61, "超过 60"),
        ("语言", "??", "语言代码"),
    ],
)
def test_a_bad_cell_is_told_with_its_column_value_and_reason(column: str, cell: str, why: str) -> None:
    ((found, reason),) = reasons(("手机号", column), "10000000001", cell)
    assert found == column
    assert why in reason


def test_everything_wrong_in_a_row_is_told_at_once() -> None:
    found = reasons(("手机号", "年龄", "性别"), "12", "x", "狗")
    assert [column for column, _ in found] == ["年龄", "性别", "手机号"]


@pytest.mark.parametrize(
    ("header", "cells", "why"),
    [
        (("年龄", "出生日期"), ("30", "1963"), "另一栏"),
        (("现有子女数", "儿子数", "女儿数"), ("1", "1", "1"), "儿子数加女儿数"),
        (("婚姻状况", "配偶性别"), ("未婚", "女"), "配偶"),
        (("出生日期", "最小子女出生日期"), ("1990", "1970"), "孩子不会比父母先出生"),
        (("是否退休", "退休日期"), ("否", "2020"), "退休"),
    ],
)
def test_facts_that_cannot_stand_together_are_refused(
    header: tuple[str, ...], cells: tuple[str, ...], why: str
) -> None:
    ((_, reason),) = reasons(("手机号", *header), "10000000001", *cells)
    assert why in reason


def test_days_are_compared_in_every_row_though_the_rest_was_seen_before() -> None:
    read = reader("手机号", "出生日期", "最小子女出生日期")
    assert isinstance(read.read(2, ["10000000001", "1960", "1990"]), Contact)
    assert isinstance(read.read(3, ["10000000001", "1990", "1960"]), list)


def test_rows_may_be_short_but_not_long() -> None:
    assert isinstance(reader("手机号", "姓名").read(2, ["10000000001"]), Contact)
    assert reader("手机号", "姓名").read(2, ["", ""]) is None
    assert isinstance(reader("手机号").read(2, ["10000000001", "x"]), list)


def test_consent_is_read_with_its_day() -> None:
    contact = good(("手机号", "同意", "同意日期"), "10000000001", "是", "2026-01-02")
    assert (contact.said, contact.said_on) == (Said.YES, date(2026, 1, 2).toordinal())
    assert good(("手机号", "同意"), "10000000001", "").said is Said.NOTHING
    assert len(AXES) == len({axis.name for axis in AXES})


@pytest.mark.parametrize(
    ("header", "name"),
    [
        *(
            (told, "self.born_on")
            for told in ("Birth Date", "birth_date", "Birthdate", "Date of birth", "DOB")
        ),
        ("birthday", "self.born_on"),
        ("Gender", "self.sex"),
        ("Consent Date", "consent_on"),
        ("consent_date", "consent_on"),
        ("Lang", "language"),
        ("household_type", "self.hukou_type"),
        *((told, "phone") for told in ("Phone number", "Telephone number", "Mobile phone", "Telephone")),
    ],
)
def test_a_header_is_known_as_people_write_it_in_english(header: str, name: str) -> None:
    read = reader(header) if name == "phone" else reader("phone", header)
    assert read.ignored == ()
    found = [place.column.name for place in read.places]
    assert found == ([] if name == "phone" else [name])


@pytest.mark.parametrize("header", ["户口", "户籍", "Hukou", "子女数", "孩子数", "Children"])
def test_a_header_that_may_mean_two_columns_is_asked_about(header: str) -> None:
    with pytest.raises(ContactsFileError, match=r"may mean .+ or .+: name it one of these"):
        reader("phone", header)


def test_a_refused_header_is_shown_without_anybodys_number() -> None:
    with pytest.raises(ContactsFileError, match=r"row 1, which is read as the header \(王安, …\)"):
        reader("王安", "13812345678")
