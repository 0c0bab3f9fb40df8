"""Sends a campaign to numbers of the staff, as a resident would read it, and notes who did."""

from collections.abc import Sequence

from campaigns.consent import Basis, Standing, standing
from campaigns.console.desk import Desk
from campaigns.delivery import Outcome
from campaigns.phone import PhoneError
from campaigns.sending import Addressee


async def try_out(desk: Desk, campaign: int, phones: Sequence[str], language: str, who: str) -> list[Outcome]:
    """Send a test to each number; `PhoneError` before anything is sent when one is wrong or opted out."""
    found = (await desk.office.approvals.record(campaign)).campaign
    numbers = []
    for place, written in enumerate(phones, 1):
        number = desk.registers.phone(written)
        records = await desk.registers.consents.records_of(number)
        if standing(records, found.topic, Basis.DUTY) is Standing.OPTED_OUT:
            raise PhoneError(f"第 {place} 个号码已退订,不能再发,测试也不行:请换一个号码")
        numbers.append(number)
    reader = Addressee(language, "", who)
    outcomes = [await desk.office.authoring.test_send(found, number, reader) for number in numbers]
    told = " ".join(type(outcome).__name__.lower() for outcome in outcomes)
    await desk.registers.audit.append(desk.clock(), who, "test send", f"campaign:{campaign}", told)
    return outcomes
