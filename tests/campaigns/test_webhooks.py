"""The receipts' door: only Twilio gets in, and what it says is stored before it is answered."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import httpx
import pytest
from fastapi import FastAPI
from twilio.request_validator import RequestValidator

from campaigns.delivery import Receipt
from campaigns.receipts import ReceiptIntake
from campaigns.webhooks import TwilioSignature, twilio_receipts
from tests.sending_house import START

TOKEN, DOOR = "12345", "https://huimin.example"
FORM = {
    "MessageSid": "SM1",
    "MessageStatus": "delivered",
    "To": "+8610000000001",
    "ErrorCode": "",
    "无": "空",
}


@dataclass
class Book:
    """Keeps receipts, a commit at a time."""

    commits: list[list[Receipt]] = field(default_factory=list)

    async def take(self, receipts: Sequence[Receipt], now: datetime) -> int:
        await asyncio.sleep(0)
        self.commits.append(list(receipts))
        return 0


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
async def door(book: Book) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(twilio_receipts(ReceiptIntake(book, lambda: START), TwilioSignature(TOKEN, DOOR)))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000"
    ) as client:
        yield client


def sign(path: str, form: dict[str, str]) -> str:
    return str(RequestValidator(TOKEN).compute_signature(DOOR + path, form))


def test_the_documented_example_is_signed_as_documented() -> None:
    form = {
        "CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234", "From": "+14158675309",
        "To": "+18005551212",
    }  # fmt: skip
    signature = TwilioSignature("12345", "https://mycompany.com")
    assert signature.holds("/myapp.php?foo=1&bar=2", form, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")


async def test_a_signed_receipt_is_stored(door: httpx.AsyncClient, book: Book) -> None:
    path = "/twilio/status/abc?x=1"
    answer = await door.post(path, data=FORM, headers={"X-Twilio-Signature": sign(path, FORM)})
    assert answer.status_code == 204
    assert book.commits == [[Receipt("abc", "delivered", "SM1")]]


@pytest.mark.parametrize("signature", [None, b"", b"wrong", "签名".encode(), b"\xff\xfe"])
async def test_an_unsigned_receipt_is_turned_away(
    door: httpx.AsyncClient, book: Book, signature: bytes | None
) -> None:
    headers = {} if signature is None else {b"X-Twilio-Signature": signature}
    answer = await door.post("/twilio/status/abc", data=FORM, headers=headers)
    assert answer.status_code == 403
    assert book.commits == []


async def test_a_signature_for_another_attempt_does_not_fit(door: httpx.AsyncClient) -> None:
    headers = {"X-Twilio-Signature": sign("/twilio/status/other", FORM)}
    assert (await door.post("/twilio/status/abc", data=FORM, headers=headers)).status_code == 403


async def test_an_endless_form_is_turned_away(door: httpx.AsyncClient) -> None:
    assert (await door.post("/twilio/status/abc", content=b"x" * 20_000)).status_code == 413


async def test_receipts_that_come_together_share_commits(book: Book) -> None:
    intake = ReceiptIntake(book, lambda: START)
    await asyncio.gather(*(intake.take(Receipt(str(number), "sent", "SM")) for number in range(300)))
    assert sum(map(len, book.commits)) == 300
    assert len(book.commits) < 10
