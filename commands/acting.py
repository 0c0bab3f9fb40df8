"""Who acts on the command line: the holder of a token, or nobody of the staff but this machine's user."""

import getpass
from typing import Annotated

import typer

from campaigns.console.ports import StaffBook
from campaigns.console.staff import Role, StaffMember, token_hash
from commands.failing import BadInputError

Token = Annotated[
    str,
    typer.Option(
        envvar="HUIMIN_TOKEN", show_envvar=True, help="your token; better given by the environment than here"
    ),
]


def machine_user() -> str:
    """Gives this machine's user as the audit log names them."""
    return f"cli:{getpass.getuser()}"[:60]


async def member_of(staff: StaffBook, token: str, *roles: Role) -> StaffMember:
    """Gives whose token it is; wrong use when it opens nothing or another role is needed."""
    if not token:
        raise BadInputError(
            "who are you? set HUIMIN_TOKEN to the token that `huimin staff add NAME --role ROLE` printed"
        )
    member = await staff.by_token(token_hash(token))
    if member is None:
        raise BadInputError(
            "this token opens nothing: it is wrong or disabled; `huimin staff list` shows who may"
        )
    if not member.may(frozenset(roles)):
        needed = " or ".join(sorted(roles))
        raise BadInputError(f"{member.name} is {', '.join(sorted(member.roles))}; this needs {needed}")
    return member
