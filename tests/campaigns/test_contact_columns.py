"""Reading many rows at once gives what reading them one by one gives."""

from datetime import date
from functools import partial
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.cells import UNKNOWN, reader_of
from campaigns.columns import COLUMNS, Holds
from campaigns.contact import Contact, ContactBatch, RowFault
from campaigns.contact_columns import ColumnReader
from campaigns.contact_reader import ContactReader
from campaigns.contacts_file import Row
from campaigns.phone import e164
from db.contact_rows import CONSISTENCY
from samples.residents import HEADER, residents

TODAY = date(2026, 11, 25)
PHONE = partial(e164, fictional=True)

_CELLS: dict[str, list[str]] = {
    "手机号": [
        "10000000001",
        "13800000001",
        " 138-0000-0002",
        "12",
        "",
        "027-88888888",
        "１３８０００００００３",
    ],
    "姓名": ["甲", "张三 丰", "张\u200b三", "甲" * 61, "", "未知", " ", "Ann  Lee", "㐂"],
    "出生日期": ["1963-05-01", "1963", "1963年5月", "2030-01-01", "1963-02-30", "", "不详", "1999-12-31"],
    "年龄": ["63", "62岁", "200", "", "未知", "27"],
    "同意": ["是", "否", "", "也许"],
    "同意日期": ["2026-01-02", "2026", "", "x"],
    "区": ["洪山区", "", "区" * 61],
    "语言": ["zh", "英语", "", "!"],
    "婚姻状况": ["已婚", "丧偶", "", "x"],
    "配偶性别": ["女", "男", ""],
    "性别": ["女", "男", ""],
    "退休": ["是", "否", ""],
    "退休日期": ["2020-05-01", "1950-01-01", ""],
    "生育子女数": ["0", "1", "2", ""],
    "现有子女数": ["0", "1", "2", "99", ""],
    "儿子数": ["0", "1", ""],
    "女儿数": ["0", "1", ""],
    "最小子女出生日期": ["1990-01-01", "1950-01-01", ""],
    "备注": ["x", ""],
}


@st.composite
def _tables(draw: st.DrawFn) -> tuple[list[str], list[list[Row]]]:
    others = draw(st.lists(st.sampled_from(sorted(_CELLS.keys() - {"手机号"})), unique=True))
    header = draw(st.permutations(["手机号", *others]))
    whole = st.tuples(*(st.sampled_from(_CELLS[name]) for name in header)).map(list)
    ragged = st.lists(st.sampled_from(["", "10000000001", "甲"]), max_size=len(header) + 2)
    row = st.one_of(whole, whole, whole, ragged, st.just("第 3 行附近的引号不成对"))
    return list(header), draw(st.lists(st.lists(row, min_size=1, max_size=12), max_size=3))


def _one_by_one(
    reader: ContactReader, chunks: list[list[Row]]
) -> tuple[list[tuple[object, ...]], list[RowFault], int]:
    contacts: list[tuple[object, ...]] = []
    faults: list[RowFault] = []
    rejected = 0
    for number, row in enumerate((row for chunk in chunks for row in chunk), start=2):
        read = reader.read(number, row)
        if isinstance(read, Contact):
            contacts.append((*read[1:-1], *read.facts))
        elif read is not None:
            faults += read
            rejected += 1
    return contacts, faults, rejected


def _at_once(
    reader: ContactReader, chunks: list[list[Row]]
) -> tuple[list[tuple[object, ...]], list[RowFault], int]:
    columns = ColumnReader(reader)
    contacts = ContactBatch.empty(tuple(slot.name for slot in reader.slots))
    faults: list[RowFault] = []
    number, rejected = 2, 0
    for chunk in chunks:
        read = columns.read(number, chunk)
        contacts.extend(read.contacts)
        faults += read.faults
        rejected += read.rejected
        number += len(chunk)
    return list(zip(*contacts.columns(), strict=True)), faults, rejected


@given(_tables())
def test_many_rows_at_once_are_read_as_one_by_one(table: tuple[list[str], list[list[Row]]]) -> None:
    header, chunks = table
    one, other = (ContactReader(header, TODAY, PHONE, CONSISTENCY) for _ in range(2))
    assert _at_once(other, chunks) == _one_by_one(one, chunks)


def test_the_sample_is_read_the_same_both_ways() -> None:
    rows: list[Row] = [[person.get(column, "") for column in HEADER] for person in residents(3_000, seed=3)]
    chunks = [rows[:700], rows[700:]]
    one, other = (ContactReader(HEADER, TODAY, PHONE, CONSISTENCY) for _ in range(2))
    assert _at_once(other, chunks) == _one_by_one(one, chunks)


def test_what_one_of_two_columns_does_not_know_the_other_still_tells() -> None:
    reader = ContactReader(["手机号", "出生日期", "年龄"], TODAY, PHONE, CONSISTENCY)
    told = reader.read(2, ["10000000001", "1963-05-01", "未知"])
    assert isinstance(told, Contact)
    assert told.facts == (date(1963, 5, 1).toordinal(),) * 2


@given(st.one_of(st.dates(), st.dates(date(2026, 11, 20), date(2026, 11, 30))))
def test_a_whole_day_is_read_in_every_writing_the_same(day: date) -> None:
    column = next(column for column in COLUMNS if column.holds is Holds.DAY)
    read = reader_of(column, TODAY)

    def outcome(text: str) -> object:
        try:
            return read(text)
        except ValueError as fault:
            return str(fault)

    assert outcome(f"{day:%d}".join((f"{day.year:04d}-{day:%m}-", ""))) == outcome(
        f"{day.year:04d}年{day.month}月{day.day}日"
    )


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=70))
def test_plain_words_stay_as_they_are(text: str) -> None:
    column = next(column for column in COLUMNS if column.holds is Holds.NAME)
    read = reader_of(column, TODAY)
    if len(text) > 60:
        with pytest.raises(ValueError, match="60"):
            read(text)
    else:
        assert read(text) == (None if text in UNKNOWN else text)


def test_no_plain_word_is_changed_by_normalising() -> None:
    plain = "".join(map(chr, range(0x4E00, 0x9FA6)))
    assert normalize("NFC", plain) == plain
    assert plain.isprintable()
    assert plain.lower() == plain
