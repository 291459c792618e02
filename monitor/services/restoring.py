"""What must be over once a backup has become the database again."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.access.audit import AuditAction
from monitor.services.house import House
from monitor.store import people as rows
from monitor.store.door import every_clinic
from monitor.store.sign_ins import end_everything
from monitor.store.work import About, Reading


@dataclass(frozen=True, slots=True)
class CameBack:
    """How many sign-ins and access tokens came back with a backup, and have ended.

    ``people`` are those whom the backup lets in, each with roles: somebody among them may have been
    deactivated, or lost a role, since it was made.
    """

    sign_ins: int = 0
    tokens: int = 0
    people: tuple[str, ...] = ()


def end_what_came_back(house: House) -> CameBack:
    """End every sign-in and token that a backup brought back, however long ago each had ended.

    Where there was none, what was restored stays to the last row as it was.
    """
    sign_ins = tokens = 0
    people: list[str] = []
    for clinic_id in every_clinic(house.engine):
        now = house.clock()
        with house.writing(clinic_id) as work:
            ended, taken = end_everything(work, now)
            let_in = _let_in(work)
            people += let_in
            if not ended and not taken:
                continue
            detail = {"sign_ins": ended, "tokens": taken, "let_in": len(let_in)}
            work.audit(AuditAction.BACKUP_RESTORED, now, None, About(detail=detail))
            work.commit()
        sign_ins, tokens = sign_ins + ended, tokens + taken
    return CameBack(sign_ins, tokens, tuple(people))


def _let_in(look: Reading) -> list[str]:
    """Everybody who can sign in, as a console names them."""
    everybody, roles = rows.everybody(look)
    return [
        f"{row.name} ({row.login}), {', '.join(sorted(roles.get(row.id, ())))}"
        for row in everybody
        if row.active
    ]
