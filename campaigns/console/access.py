"""Who may call what: every route says which roles may, and the token says who is calling."""

from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from campaigns.console.ports import StaffBook
from campaigns.console.staff import EVERY_ROLE, Role, StaffMember, token_hash

_BEARER = HTTPBearer(auto_error=False, description="the token that `huimin staff add` printed")
_WHO_ARE_YOU = {"WWW-Authenticate": 'Bearer realm="huimin staff"'}


class Allow:
    """A dependency that gives who is calling, if one of their roles may."""

    def __init__(self, staff: StaffBook, roles: frozenset[Role]) -> None:
        """Take where the staff are kept and the roles."""
        self._staff, self.roles = staff, roles

    async def __call__(
        self, token: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
    ) -> StaffMember:
        """Give who is calling; 401 for a token that opens nothing, 403 when another role is needed."""
        member = await self._staff.by_token(token_hash(token.credentials)) if token else None
        if member is None:
            raise HTTPException(401, "没有令牌,或令牌无效、已停用", _WHO_ARE_YOU)
        if not member.may(self.roles):
            needed = " / ".join(sorted(self.roles))
            raise HTTPException(403, f"需要角色 {needed};您的角色是 {', '.join(sorted(member.roles))}")
        return member


class Gate:
    """Makes the dependencies of the routes."""

    def __init__(self, staff: StaffBook) -> None:
        """Take where the staff are kept."""
        self._staff = staff
        self.everyone = Allow(staff, EVERY_ROLE)

    def to(self, *roles: Role) -> Allow:
        """Open to these roles (and to admins)."""
        return Allow(self._staff, frozenset(roles))
