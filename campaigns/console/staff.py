"""Who works here: names, roles, and the tokens by which the door knows them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from secrets import token_urlsafe
from unicodedata import normalize

LONGEST_NAME = 60
_PREFIX = "hm_"


class Role(StrEnum):
    """What somebody may do; one person may have several roles."""

    AUTHOR = "author"
    """Imports residents, records opt-outs, writes campaigns and submits them."""
    APPROVER = "approver"
    """Approves or rejects what somebody else submitted."""
    OPERATOR = "operator"
    """Launches, pauses, resumes and cancels, and decides what is in doubt."""
    DESK = "desk"
    """Answers residents who asked for a person."""
    VIEWER = "viewer"
    """Reads everything but the residents' names and phones."""
    ADMIN = "admin"
    """Lets people in and out, and may do what every role may; approving one's own campaign stays impossible."""


EVERY_ROLE = frozenset(Role)


class StaffError(ValueError):
    """A name or role that cannot be; the text says what was found and what is allowed."""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody of the staff; `disabled_at` (UTC) is when the token stopped to open the door."""

    name: str
    roles: frozenset[Role]
    created_at: datetime
    disabled_at: datetime | None = None

    def may(self, roles: frozenset[Role]) -> bool:
        """Say whether one of these roles is theirs; an admin has all."""
        return Role.ADMIN in self.roles or not roles.isdisjoint(self.roles)


def read_name(written: str) -> str:
    """Give a name as it is kept; it stands in the audit log, so names are never given twice."""
    name = normalize("NFC", " ".join(written.split()))
    if not 1 <= len(name) <= LONGEST_NAME or not written.isprintable():
        raise StaffError(f"a name has 1 to {LONGEST_NAME} printable characters, found {written!r}")
    if name in ("machine",) or name.startswith("cli:"):
        raise StaffError(f"{name!r} is kept for what no person of the staff does: choose another name")
    return name


def read_roles(written: list[str]) -> frozenset[Role]:
    """Give the roles by their names."""
    for role in written:
        if role not in frozenset(Role):
            raise StaffError(f"there is no role {role!r}; there are {', '.join(Role)}")
    if not written:
        raise StaffError(f"give at least one role: {', '.join(Role)}")
    return frozenset(Role(role) for role in written)


def new_token() -> str:
    """Give a token that nobody can guess; it is shown once and kept only as a hash."""
    return _PREFIX + token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """Give the hash under which a token is kept: plain SHA-256, because nobody can try 2^256 tokens."""
    return sha256(token.encode()).digest()
