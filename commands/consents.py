"""`huimin contacts opt-out|opt-in`: what residents told the staff about messages, for phones or for a file of them."""

from pathlib import Path
from typing import Annotated

import typer

from campaigns.consent import ConsentKind
from campaigns.consent_list import ConsentListReport
from campaigns.console.consenting import StaffConsents, Told, Topics
from campaigns.console.staff import Role
from campaigns.outside_text import check_text
from commands.acting import Token, member_of
from commands.failing import BadInputError, run_async, say_error
from db.campaign_store import CampaignStore
from house import clock
from house_campaigns import consent_words, open_stores
from nlu.policybook import load_book
from settings import load

app = typer.Typer()
FAULTS_SHOWN = 20

Phones = Annotated[list[str] | None, typer.Argument(help="one or several numbers")]
File = Annotated[
    Path | None, typer.Option(help="CSV or XLSX with a column 手机号 or phone, instead of numbers")
]
Topic = Annotated[str, typer.Option(help="only this topic; default: all messages")]
Reference = Annotated[str, typer.Option(help="what it can be traced by, such as a letter's number; no names")]


@app.command(name="opt-out")
def opt_out(
    phones: Phones = None, file: File = None, topic: Topic = "", reference: Reference = "", token: Token = ""
) -> None:
    """Record that residents told the staff to stop; kept for good, and read before every message."""
    _record(Told(ConsentKind.OPT_OUT, topic, reference), phones or [], file, token)


@app.command(name="opt-in")
def opt_in(
    phones: Phones = None, file: File = None, topic: Topic = "", reference: Reference = "", token: Token = ""
) -> None:
    """Record that residents told the staff to go on, which undoes an opt-out."""
    _record(Told(ConsentKind.OPT_IN, topic, reference), phones or [], file, token)


def _record(told: Told, phones: list[str], file: Path | None, token: str) -> None:
    if bool(phones) == (file is not None):
        raise BadInputError("give one or several numbers, or --file FILE")
    for text, where in ((told.topic, "--topic"), (told.reference, "--reference")):
        check_text(text, where)
        if len(text) > 60:
            raise BadInputError(f"{where}: at most 60 characters")

    async def recorded() -> ConsentListReport:
        async with open_stores(load()) as stores:
            who = await member_of(stores.staff, token, Role.AUTHOR, Role.OPERATOR)
            topics = Topics(consent_words(load_book()).topic, CampaignStore(stores.database).listed)
            book = StaffConsents(stores.consents, stores.audit, stores.phone, topics, clock)
            if file is not None:
                return await book.of_file(file, told, who.name)
            return ConsentListReport(await book.of_phones(phones, told, who.name), ())

    report = run_async(recorded)
    typer.echo(f"{told.kind.value.replace('_', '-')} recorded for {report.recorded} phones")
    for fault in report.faults[:FAULTS_SHOWN]:
        say_error(f"row {fault.row}: {fault.reason}")
    if len(report.faults) > FAULTS_SHOWN:
        say_error(f"and {len(report.faults) - FAULTS_SHOWN} more rows")
