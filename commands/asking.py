"""`huimin ask` and `huimin assess`: one question, or one set of facts, without a server."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.ports import Speaker
from bot.turn import Turn
from commands.days import read_day, today_of
from commands.failing import BadInputError, run_async, say_error
from house import passing_conversation
from nlu.assessment import Assessment
from nlu.eligibility import Assessor
from nlu.facts import Facts
from nlu.policybook import load_book
from settings import Settings, load

app = typer.Typer()

VERDICTS = {
    "eligible": "初步符合",
    "not_eligible": "初步不符合",
    "unknown": "还要再问",
    "ended": "已停止",
    "unclear": "文件没有说清,请问人工",
}
STANDINGS = {"holds": "符合", "fails": "不符合", "open": "还不知道"}


async def _ask(settings: Settings, text: str) -> Turn:
    async with passing_conversation(settings) as conversation:
        return await conversation.hear(Speaker("command", "line"), text)


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="what a resident would write, at most 500 characters")],
    as_json: Annotated[bool, typer.Option("--json", help="the body that POST /api/chat gives")] = False,
) -> None:
    """Ask one question, as the chat page does."""
    if not text.strip() or len(text) > 500:
        raise BadInputError(f"the question has {len(text)} characters: write 1 to 500")
    turn = run_async(lambda: _ask(load(), text))
    if as_json:
        typer.echo(json.dumps(turn.to_json(), ensure_ascii=False, indent=2))
        return
    if turn.understood.degraded:
        say_error("the understanding model does not answer; only words were looked for")
    for reply in turn.replies:
        typer.echo(reply.text)
        for number, option in enumerate(reply.options, 1):
            typer.echo(f"  {number} {option.label}")


def _read_facts(source: str) -> dict[str, Any]:
    try:
        written = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"{source}: cannot be read: {error}") from error
    try:
        facts = json.loads(written)
    except json.JSONDecodeError as error:
        raise BadInputError(f"{source}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    if isinstance(facts, dict) and isinstance(facts.get("facts"), dict):
        facts = facts["facts"]
    if not isinstance(facts, dict):
        raise BadInputError(f"{source}: expected an object of facts, found {type(facts).__name__}")
    return facts


def _told(assessment: Assessment) -> str:
    lines = [f"{assessment.name}:{VERDICTS[assessment.verdict.value]}"]
    if (amount := assessment.amount) is not None:
        span = f"{amount.low}" if amount.high == amount.low else f"{amount.low}–{amount.high or '…'}"
        lines.append(
            f"  金额:{span} 元 ({amount.per}, {amount.for_}){' ' + amount.note if amount.note else ''}"
        )
    lines += [f"  说明:{because.text}" for because in assessment.because]
    lines += [f"  {STANDINGS[reason.state.value]}:{reason.condition}" for reason in assessment.reasons]
    lines += [f"  未核实:{clause.text}" for clause in assessment.unchecked]
    lines += [f"  依据:{source.title}" for source in assessment.sources]
    if assessment.next is not None:
        lines.append(f"  下一问:{assessment.next}")
    return "\n".join(lines)


@app.command()
def assess(
    facts: Annotated[str, typer.Option(help='a JSON file such as {"self.age": 62}, or - for standard input')],
    as_of: Annotated[str, typer.Option(help="the day, YYYY-MM-DD; default today")] = "",
    benefit: Annotated[
        list[str] | None, typer.Option(help="only this benefit; may be given several times")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="the body that POST /api/assess gives")] = False,
) -> None:
    """Judge facts by the rules in force on a day."""
    on = read_day(as_of) if as_of else today_of()
    book = load_book()
    asked = tuple(benefit or book.benefits)
    for name in asked:
        if name not in book.benefits:
            raise BadInputError(f"there is no benefit {name!r}; there are {', '.join(book.benefits)}")
    read = Facts.read(_read_facts(facts), on)
    assessor = Assessor(book)
    verdicts = [assessor.assess(name, read, on) for name in asked]
    following = assessor.next_question(asked, read, on)
    if as_json:
        body = {
            "verdicts": [verdict.to_json() for verdict in verdicts],
            "next": {"fact": following} if following else None,
        }
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
        return
    for verdict in verdicts:
        typer.echo(_told(verdict))
