"""Who may do what: one table, read by every use case."""

from __future__ import annotations

import logging
from enum import StrEnum

from monitor.access.actor import Actor
from monitor.access.roles import Role, role_said
from monitor.errors import NotPermitted
from monitor.language.said import say, say_either

log = logging.getLogger("monitor.access")


class Permission(StrEnum):
    """One thing a person may be allowed to do; the value completes "not allowed to ..."."""

    READ_BOARD = "read the board"
    READ_CHAIRS = "read the list of chairs"
    READ_PATIENT = "read a patient's record"
    REGISTER_PATIENT = "register a patient"
    CORRECT_PATIENT = "correct a patient's record"
    EXPORT_PATIENT = "export a patient's whole record"
    READ_SESSION = "read a session"
    EXPORT_SESSION = "export a session"
    EXPORT_TABLES = "export the sessions of the clinic as tables"
    ANSWER_ELIGIBILITY = "answer the questions of eligibility"
    OVERRIDE_ELIGIBILITY = "override a flag of eligibility"
    PLAN_COURSE = "plan a course"
    SCORE_COURSE = "record a score between sessions"
    ANSWER_SAFETY = "answer for item 9 of a score"
    REVIEW_COURSE = "review a course"
    TRY_PROTOCOL = "try a protocol on past sessions"
    DRAFT_PROTOCOL = "read and draft versions of protocols"
    SIGN_PROTOCOL = "sign a version of a protocol into force"
    READ_CLINIC_FIGURES = "read the clinic's figures"
    START_SESSION = "start a session"
    CHANGE_CHAIR = "move a session to another chair"
    RECORD_EVENTS = "record in a session"
    DECIDE_CLINICALLY = "accept a baseline or clear red flags"
    GIVE_ORDER = "give or cancel an order"
    ACKNOWLEDGE_ORDER = "acknowledge an order"
    READ_REGISTER = "read the register of controlled drugs"
    KEEP_REGISTER = "write in the register of controlled drugs"
    SIGN_DISCHARGE = "sign a discharge"
    OVERRIDE_CRITERION = "override a discharge criterion"
    END_SESSION = "end a session otherwise than by going home"
    READ_WATCH = "read who watches over which chair"
    WATCH_CHAIR = "take the watch over a chair"
    READ_HANDOVER = "read a handover"
    HAND_OVER = "hand over the watch"
    SET_DUTY = "put a physician on duty"
    NOTE_PATIENT_LEFT = "record that a patient left unseen"
    MANAGE_PEOPLE = "manage people"
    MANAGE_SIGN_INS = "see and end sign-ins"
    MANAGE_CHAIRS = "manage chairs"
    MANAGE_PROTOCOLS = "choose which protocols are offered"
    MANAGE_OVERRIDES = "say who may override what"
    NAME_DIRECTOR = "name who signs protocols"
    MANAGE_CLINIC = "change the clinic's name and zone"
    ERASE_PATIENT = "erase a patient"
    SEARCH_AUDIT = "search the audit"
    READ_BACKUPS = "read how the backups stand"
    NAME_TABLETS = "give a tablet a name"
    REPORT_UNSENT = "say what lies unsent on a tablet"
    OPEN_IN_EMERGENCY = "open the records in an emergency"
    REVIEW_EMERGENCY = "see and acknowledge emergency access"
    MANAGE_TOKENS = "see, make and revoke access tokens of programs"
    CHOOSE_LANGUAGE = "choose a language"
    KEEP_SECOND_FACTOR = "set up a second factor"
    KEEP_ACCOUNT = "change their own password and end their own sign-ins"
    CREATE_TOKEN = "create an access token"
    SIGN_OUT = "sign out"


_EVERYBODY = frozenset(
    {
        Permission.READ_BOARD,
        Permission.READ_CHAIRS,
        Permission.REPORT_UNSENT,
        Permission.CHOOSE_LANGUAGE,
        Permission.KEEP_SECOND_FACTOR,
        Permission.KEEP_ACCOUNT,
        Permission.SIGN_OUT,
    }
)
_AT_THE_CHAIR = _EVERYBODY | {
    Permission.CREATE_TOKEN,
    Permission.READ_PATIENT,
    Permission.REGISTER_PATIENT,
    Permission.CORRECT_PATIENT,
    Permission.EXPORT_PATIENT,
    Permission.READ_SESSION,
    Permission.EXPORT_SESSION,
    Permission.ANSWER_ELIGIBILITY,
    Permission.PLAN_COURSE,
    Permission.SCORE_COURSE,
    Permission.REVIEW_COURSE,
    Permission.READ_CLINIC_FIGURES,
    Permission.START_SESSION,
    Permission.CHANGE_CHAIR,
    Permission.RECORD_EVENTS,
    Permission.READ_REGISTER,
    Permission.KEEP_REGISTER,
    Permission.SIGN_DISCHARGE,
    Permission.NOTE_PATIENT_LEFT,
    Permission.READ_WATCH,
    Permission.WATCH_CHAIR,
    Permission.READ_HANDOVER,
    Permission.SET_DUTY,
}

# An administrator runs the house and is not at the chair: the board, and no clinical record.
# An auditor sees who did what, and changes nothing. Whoever has read-only sees the record and
# changes nothing either; a screen on the wall or a machine that only reads acts as one.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.NURSE: _AT_THE_CHAIR | {Permission.ACKNOWLEDGE_ORDER, Permission.HAND_OVER},
    Role.PHYSICIAN: _AT_THE_CHAIR
    | {
        Permission.EXPORT_TABLES,
        Permission.OVERRIDE_ELIGIBILITY,
        Permission.ANSWER_SAFETY,
        Permission.DECIDE_CLINICALLY,
        Permission.GIVE_ORDER,
        Permission.OVERRIDE_CRITERION,
        Permission.END_SESSION,
        Permission.TRY_PROTOCOL,
        Permission.DRAFT_PROTOCOL,
        Permission.SIGN_PROTOCOL,
    },
    Role.ADMINISTRATOR: _EVERYBODY
    | {
        Permission.CREATE_TOKEN,
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_SIGN_INS,
        Permission.NAME_TABLETS,
        Permission.MANAGE_CHAIRS,
        Permission.MANAGE_PROTOCOLS,
        Permission.MANAGE_OVERRIDES,
        Permission.NAME_DIRECTOR,
        Permission.MANAGE_CLINIC,
        Permission.ERASE_PATIENT,
        Permission.READ_CLINIC_FIGURES,
        Permission.SEARCH_AUDIT,
        Permission.READ_BACKUPS,
        Permission.OPEN_IN_EMERGENCY,
        Permission.REVIEW_EMERGENCY,
        Permission.MANAGE_TOKENS,
        Permission.READ_WATCH,
        Permission.SET_DUTY,
    },
    Role.AUDITOR: _EVERYBODY | {Permission.SEARCH_AUDIT, Permission.REVIEW_EMERGENCY},
    Role.READ_ONLY: _EVERYBODY
    | {
        Permission.CREATE_TOKEN,
        Permission.READ_PATIENT,
        Permission.READ_SESSION,
        Permission.REVIEW_COURSE,
        Permission.READ_CLINIC_FIGURES,
        Permission.READ_WATCH,
    },
}


# What an emergency opens, with a reason and for a while: the record to read, and nothing else.
IN_AN_EMERGENCY = frozenset({Permission.READ_PATIENT, Permission.READ_SESSION})


def may(actor: Actor, permission: Permission) -> bool:
    """Whether a role or an emergency gives the actor the permission, and their token is for it."""
    if actor.only is not None and permission not in actor.only:
        return False
    if actor.emergency is not None and permission in IN_AN_EMERGENCY:
        return True
    return any(permission in PERMISSIONS[role] for role in actor.roles)


def permit(actor: Actor, permission: Permission) -> None:
    """Let the actor pass, or raise ``NotPermitted`` naming the roles that could.

    A refusal leaves a line in the log: which clinic's person, by id, and what for.
    """
    if may(actor, permission):
        return
    who = {"clinic": actor.clinic_id, "person": actor.person_id}
    log.warning("refused", extra={**who, "permission": permission.name})
    if any(permission in PERMISSIONS[role] for role in actor.roles):
        raise NotPermitted(
            say(
                "This access token is not made to {deed}; nothing was saved",
                deed=say(permission.value),
            ),
            allowed=say("a token that was made for it"),
        )
    able = sorted(role.value for role, held in PERMISSIONS.items() if permission in held)
    raise NotPermitted(
        say(
            "{name} is not allowed to {deed}; nothing was saved",
            name=actor.name,
            deed=say(permission.value),
        ),
        allowed=say_either([role_said(role) for role in able]),
    )
