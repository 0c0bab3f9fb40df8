"""What the command line does of its own, in this process: a person decides, records, and is refused clearly."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from campaigns.audit import Entry
from campaigns.console.bodies import DraftBody
from campaigns.console.spoken import forcing_words
from campaigns.console.staff import Role, StaffMember, token_hash
from commands.failing import explain, run_async
from db.migrate import upgrade
from db.run_store import RunStore
from house import clock, open_database
from house_campaigns import open_sending, open_stores
from main import assembled
from settings import load

Says = Callable[..., tuple[int, str]]
NEW = ("campaign", "new", "--template", "girls-care", "--value", "hotline=1")
PHONES = ("+8610000000001", "+8610000000002")


@pytest.fixture
def huimin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Says:
    """Runs `huimin` as an operator who also writes; gives its status, and what it says on both channels."""
    monkeypatch.setenv("HUIMIN_DATABASE__URL", f"sqlite+aiosqlite:///{tmp_path}/huimin.db")
    monkeypatch.setenv("HUIMIN_SECRETS__KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("HUIMIN_TOKEN", "mine")

    async def opened() -> None:
        database = open_database(load())
        await upgrade(database)
        await database.dispose()
        async with open_stores(load()) as stores:
            member = StaffMember("操作员", frozenset({Role.AUTHOR, Role.OPERATOR}), clock())
            await stores.staff.add(member, token_hash("mine"), "cli:test")

    run_async(opened)

    def says(*words: str) -> tuple[int, str]:
        found = CliRunner().invoke(assembled(words[0]), list(words))
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            known = explain(found.exception)
            assert known is not None, found.exception
            return known
        return found.exit_code, found.output

    return says


def entries() -> list[Entry]:
    async def read() -> list[Entry]:
        async with open_stores(load()) as stores:
            return [one async for one in stores.audit.entries()]

    return run_async(read)


def held_run() -> None:
    """A launched campaign whose only run was opened late, and waits for a person."""

    async def made() -> None:
        async with open_stores(load()) as stores, open_sending(stores) as sending:
            office, now = sending.desk.office, clock()
            body = DraftBody.model_validate({"template": "girls-care", "values": {"hotline": "12345"}})
            campaign = await office.drafting.campaign(body.draft(sending.desk.benefits))
            number = await office.authoring.create(campaign, "作者")
            signed = await office.approvals.submit(number, "作者")
            await office.approvals.approve(number, "审批", signed)
            await office.approvals.launch(number, "操作员")
            runs = RunStore(stores.database, 20)
            due = (await runs.due(now + timedelta(hours=2)))[0]
            assert await runs.open_run(due, None, now, "到点时服务未运行")

    run_async(made)


@pytest.mark.parametrize(
    ("move", "says", "action"), [("release", "goes on", "release"), ("drop", "given up", "drop")]
)
def test_a_held_run_is_decided_about(huimin: Says, move: str, says: str, action: str) -> None:
    held_run()
    status, said = huimin("campaign", move, "1", "1")
    assert (status, says in said) == (0, True)
    assert any(one.who == "操作员" and action in one.action for one in entries())
    assert huimin("campaign", move, "1", "1")[0] == 1
    assert huimin("campaign", move, "1", "9")[0] == 2


def test_opt_outs_are_recorded_and_undone(huimin: Says, tmp_path: Path) -> None:
    assert huimin("contacts", "opt-out", *PHONES, "--reference", "信 12") == (
        0, "opt-out recorded for 2 phones\n",
    )  # fmt: skip
    file = tmp_path / "list.csv"
    file.write_text("手机号\n10000000001\n12\n", encoding="utf-8")
    status, said = huimin("contacts", "opt-in", "--file", str(file))
    assert (status, "opt-in recorded for 1 phones" in said, "row 3" in said) == (0, True, True)
    told = [(one.who, one.action, one.detail) for one in entries()[-2:]]
    assert told == [("操作员", "opt_out", "2 phones"), ("操作员", "opt_in", "1 phones")]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("contacts", "opt-out"), "numbers, or --file"),
        (("contacts", "opt-out", "12"), "号码"),
        (("contacts", "opt-out", PHONES[0], "abc"), "第 2 个号码:"),
        (("contacts", "opt-out", PHONES[0], "--reference", "a\nb"), "U+000A"),
        (("campaign", "new", "--template", "girls-care", "--maybe"), "--benefit"),
        ((*NEW, "--zone", "Mars/X"), "zone"),
        ((*NEW, "--district", "火星区"), "there is no '火星区'"),
        ((*NEW, "--window", "x=1"), "windows.x"),
        ((*NEW, "--at", "9999-12-31T23:59"), "2199"),
        ((*NEW, "--window", "xyz=closed"), "there are mon, tue"),
        ((*NEW, "--window", "tue=25:00"), "08:00-21:00"),
        ((*NEW, "--waves", ""), "or none"),
        ((*NEW, "--ceiling", "abc"), "--ceiling 'abc' is no amount: write it as 120.50"),
        ((*NEW, "--until", "2030-01-01T09:00"), "give cron too"),
        (("audit", "verify", "--head", ""), "64 digits"),
    ],
)
def test_wrong_use_is_told(huimin: Says, words: tuple[str, ...], told: str) -> None:
    status, said = huimin(*words)
    assert (status, told in said) == (2, True), said


def test_a_head_may_be_written_in_capitals(huimin: Says) -> None:
    huimin("contacts", "opt-out", PHONES[0])
    status, said = huimin("audit", "verify")
    head = said.rsplit(" ", 1)[1].strip()
    assert (status, huimin("audit", "verify", "--head", head.upper())[0]) == (0, 0)


def test_watching_what_was_not_launched_says_so_and_ends(huimin: Says) -> None:
    made = huimin("campaign", "new", "--template", "girls-care", "--value", "hotline=12345", "--submit")
    assert made[0] == 0
    status, said = huimin("campaign", "status", "1", "--watch")
    assert (status, "nothing to watch yet; next: a second person approves it" in said) == (0, True)
    assert huimin("campaign", "status", "1", "--watch", "--json")[0] == 2


def test_a_test_message_leaves_no_line_of_its_receipt(huimin: Says, caplog: pytest.LogCaptureFixture) -> None:
    huimin(*NEW)
    status, said = huimin("campaign", "test", "1", "--phone", PHONES[0])
    assert (status, said.strip()) == (0, "已交给服务商")
    assert "no attempt" not in caplog.text


def test_a_file_without_rows_is_told(huimin: Says, tmp_path: Path) -> None:
    file = tmp_path / "empty.csv"
    file.write_text("Mobile No.,D.O.B.\n", encoding="utf-8")
    status, said = huimin("contacts", "import", str(file))
    assert (status, "no row below it" in said, "NOT stored" in said) == (0, True, False), said


def test_names_of_the_staff_differ_by_more_than_capitals(huimin: Says) -> None:
    assert huimin("staff", "add", "F", "--role", "viewer")[0] == 0
    status, said = huimin("staff", "add", "f", "--role", "viewer")
    assert (status, "given before" in said) == (2, True)


@pytest.mark.parametrize(
    ("forcing", "words"),
    [
        ("’", "’"),
        ("武汉’市", "’ and 3 different Chinese characters"),
        ("武汉", "2 different Chinese characters"),
        ("①②③④⑤⑥⑦⑧⑨⑩⑪⑫", "① ② ③ ④ ⑤ ⑥ ⑦ ⑧ ⑨ ⑩ and 2 more"),
    ],
)
def test_the_characters_that_cost_are_named_before_the_chinese(forcing: str, words: str) -> None:
    assert forcing_words(list(forcing)) == words


def test_doubts_are_counted_and_decided_about(huimin: Says) -> None:
    assert huimin("campaign", "doubts") == (0, "0 messages have been in doubt for 24 hours\n")
    assert huimin("campaign", "doubts", "--decide", "treat_as_sent") == (0, "0 messages: treat_as_sent\n")
