"""The whole of a campaign, as the README shows it: by the command line and the staff's door, to a simulated phone and back."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.served import ROOT, Served, served

AROUND_THE_CLOCK = {
    "HUIMIN_CAMPAIGNS__WINDOW_FROM": "00:00",
    "HUIMIN_CAMPAIGNS__WINDOW_UNTIL": "23:59:59.999999",
    "HUIMIN_SMS__SEGMENTS_PER_SECOND": "2000",
}
PATIENCE_SECONDS = 30


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path, **AROUND_THE_CLOCK) as service:
        yield service


class Staff:
    """Somebody of the staff, at the command line and at the door."""

    def __init__(self, service: Served, token: str) -> None:
        self.service, self.token = service, token
        self.door = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{service.staff_port}/api/staff",
            headers={"Authorization": f"Bearer {token}"},
        )

    async def does(self, *words: str, status: int = 0) -> str:
        """Runs `huimin` with this person's token; gives what it says."""
        found, out, err = await self.service.command(*words, token=self.token)
        assert found == status, out + err
        return out + err

    async def asks(self, method: str, path: str, **more: Any) -> Any:
        answer = await self.door.request(method, path, **more)
        assert answer.status_code < 300, answer.text
        return answer.json()


async def hire(service: Served, name: str, *roles: str) -> Staff:
    words = [word for role in roles for word in ("--role", role)]
    status, out, err = await service.command("staff", "add", name, *words)
    assert status == 0, err
    return Staff(service, out.strip())


async def test_a_campaign_reaches_phones_and_accounts_for_everybody(service: Served) -> None:
    author = await hire(service, "王写", "author")
    approver = await hire(service, "李审", "approver", "operator")
    said = await author.does("contacts", "import", str(ROOT / "samples/residents.csv"))
    assert "1000 rows" in said
    said = await author.does(
        "campaign", "new", "--template", "old-age-rewards-rural", "--value", "hotline=12345",
        "--benefit", "rural-family-reward", "--maybe", "--waves", "none", "--submit",
    )  # fmt: skip
    assert "campaign 1 is submitted" in said
    said = await author.does("campaign", "preview", "1")
    assert "【武汉卫健】农村只有一个孩子" in said
    stands = await approver.asks("GET", "/campaigns/1")
    assert "approver" in await author.does("campaign", "approve", "1", "--seen", stands["hash"], status=2)
    await approver.does("campaign", "launch", "1", status=1)
    await approver.does("campaign", "approve", "1", "--seen", stands["hash"])
    await approver.does("campaign", "launch", "1")
    report = await accounted_for(author)
    assert report["recipients"] == stands["audience_size"] > 20
    phone = (await author.asks("GET", "/simulator/phones"))[0]["phone"]
    answers = await conversed(author, phone, "是不是骗子", "多少钱", "check:rural-family-reward", "跳过")
    assert "【武汉卫健】" in answers[0]
    assert "编号1" in answers[0]
    assert "960元" in answers[1]
    assert all(answers[2:])
    lines = await author.asks("POST", "/simulator/reply", json={"phone": phone, "text": "退订"})
    assert "已为您退订" in lines[-1]["text"]
    assert (await author.asks("GET", "/campaigns/1/report"))["replies"] == 5
    assert (await author.asks("GET", "/campaigns/1/report"))["opt_outs"] == 1
    said = await author.does("campaign", "report", "1")
    assert f"Accounted for: {report['recipients']} of {report['recipients']}" in said
    assert "replies: 5; opt-outs: hidden" in said
    again = await author.asks("GET", "/campaigns/1/preview")
    assert {"reason": "opted_out", "words": "已退订"}.items() <= again["excluded"][-1].items()
    assert "entries hold" in await author.does("audit", "verify")


async def conversed(author: Staff, phone: str, *words: str) -> list[str]:
    """Writes from a simulated phone; gives the answer to each message."""
    said = []
    for text in words:
        lines = await author.asks("POST", "/simulator/reply", json={"phone": phone, "text": text})
        assert [line["incoming"] for line in lines[-2:]] == [True, False]
        said.append(lines[-1]["text"])
    return said


async def accounted_for(author: Staff) -> Any:
    for _ in range(PATIENCE_SECONDS * 5):
        report = await author.asks("GET", "/campaigns/1/report")
        if report["recipients"] and report["accounted_for"] == report["recipients"]:
            return report
        await asyncio.sleep(0.2)
    raise AssertionError(report)


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("campaign", "new", "--template", "old-age-rewards-rural"), 2, "HUIMIN_TOKEN"),
        (("campaign", "report", "7"), 2, "no campaign 7"),
        (("campaign", "preview", "none"), 2, "campaign"),
        (("contacts", "import", "nowhere.csv"), 2, "nowhere.csv"),
        (("staff", "add", "某人", "--role", "king"), 2, "king"),
        (("staff", "disable", "某人"), 2, "某人"),
        (("work",), 2, "HUIMIN_BROKER__URL"),
        (("campaign", "preview", "7"), 2, "no campaign 7"),
        (("contacts", "import", "samples/residents.csv", "--rejects", "nowhere/x.csv"), 2, "nowhere"),
    ],
)
async def test_wrong_use_ends_with_one_clear_line(
    tmp_path: Path, words: tuple[str, ...], status: int, told: str
) -> None:
    service = Served(tmp_path)
    assert (await service.command("db", "upgrade"))[0] == 0
    found, out, err = await service.command(*words)
    assert (found, out) == (status, "")
    assert told in err
    assert len(err.strip().splitlines()) == 1, err


async def test_a_database_that_was_not_brought_up_to_date_is_told(tmp_path: Path) -> None:
    status, _, err = await Served(tmp_path).command("staff", "list")
    assert (status, "huimin db upgrade" in err) == (1, True)
