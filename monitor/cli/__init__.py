"""The `monitor` command. Each command imports what it needs when it runs, to start fast."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from monitor.cli.export_commands import export
from monitor.cli.figures import summaries
from monitor.cli.trial import back_test
from monitor.errors import BadInput, MonitorError

WRONG_USE = 2
INTERRUPTED = 130

commands = typer.Typer(
    name="monitor",
    help="Observation, alerts and discharge readiness for ketamine-therapy clinics.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
user = typer.Typer(help="People who sign in.", no_args_is_help=True)
token = typer.Typer(help="Tokens for programs that use the interface.", no_args_is_help=True)
chair = typer.Typer(help="The chairs of the room.", no_args_is_help=True)
erase = typer.Typer(help="Records erased for good, by a lawful act.", no_args_is_help=True)
for group, name in ((user, "user"), (token, "token"), (chair, "chair"), (export, "export")):
    commands.add_typer(group, name=name)
commands.add_typer(erase, name="erase")
commands.command("back-test")(back_test)
commands.command("summaries")(summaries)

PasswordFile = Annotated[
    Path | None, typer.Option(help="File with the password on its first line; - is standard input.")
]


def app() -> None:
    """Run the command line; a mistake of the caller is one line and exit code 2, never a trace."""
    sys.exit(run(lambda: commands(standalone_mode=False)))


def run(command: Callable[[], object]) -> int:
    """Run a command and answer the exit code, errors told on standard error."""
    try:
        return int(command() or 0)  # type: ignore[call-overload, no-any-return]
    except MonitorError as error:
        return _tell(error.sentence())
    except TyperException as error:
        said = error.format_message()
        return _tell(said) if said else WRONG_USE
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except OSError as error:
        return _tell(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _tell(sentence: str) -> int:
    lines = sentence if sentence.startswith("Usage:") else " ".join(sentence.split())
    sys.stderr.write(f"{lines}\n" if sentence.startswith("Usage:") else f"monitor: {lines}\n")
    return WRONG_USE


@commands.command()
def serve() -> None:
    """Serve the clinic; settings come from the environment (MONITOR_…)."""
    gc.disable()  # what is read now stays for good; listen() turns it on again
    from monitor.cli.serving import serve_clinic

    serve_clinic()


@commands.command()
def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="First port to try.")] = 8050,
    seed: Annotated[
        int | None, typer.Option(min=0, help="The same seed gives the same clinic.")
    ] = None,
    fresh: Annotated[bool, typer.Option(help="Begin with a new database.")] = False,
) -> None:
    """Serve an invented clinic that moves on with the clock."""
    from monitor.cli.demo import serve_demo

    serve_demo(port, seed, fresh=fresh)


@commands.command()
def migrate(
    source: Annotated[
        str, typer.Option("--from", help="Move: the database to take, as sqlite:///FILE.")
    ] = "",
    target: Annotated[
        str, typer.Option("--to", help="Move: an empty database, as postgresql://USER@HOST/NAME.")
    ] = "",
) -> None:
    """Bring the database up to this version, or move it into an empty one; stop the server."""
    from monitor.cli.keeping import migrate_database, move

    if bool(source) != bool(target):
        raise BadInput("--from and --to go together; nothing was done")
    if source:
        move(source, target)
    else:
        migrate_database()


PassphraseFile = Annotated[
    Path | None, typer.Option(help="File with the backup's passphrase on its first line.")
]


@commands.command()
def backup(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; must not exist yet. Not with --status.")
    ] = None,
    encrypt: Annotated[bool, typer.Option(help="Seal it with a passphrase.")] = False,
    passphrase_file: PassphraseFile = None,
    status: Annotated[
        bool, typer.Option(help="Say how the scheduled backups stand; 1 where one is missing.")
    ] = False,
) -> int:
    """Copy the database to FILE while the server runs."""
    if status:
        from monitor.cli.backing_up import say_status

        return say_status()
    from monitor.cli.keeping import back_up

    if file is None:
        raise BadInput("a FILE is needed; nothing was copied", allowed="monitor backup FILE")
    back_up(file, passphrase_file, encrypt=encrypt)
    return 0


@commands.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    replace: Annotated[
        bool, typer.Option(help="Put the present SQLite file aside; else it must not be there.")
    ] = False,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Make FILE the database; the server must not run."""
    from monitor.cli.keeping import put_back

    put_back(file, passphrase_file, replace=replace)


@commands.command()
def verify(
    head: Annotated[
        Path | None, typer.Option(help="Add the heads of the chains to this file, if all is whole.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="Hold the chains against the heads in this file as well.")
    ] = None,
) -> int:
    """Prove that nothing of the record was changed, removed, inserted or reordered."""
    from monitor.cli.verifying import verify_record

    return verify_record(head, against)


@commands.command()
def grant(
    role: Annotated[str, typer.Argument(help="The role in MONITOR_DATABASE_URL of the server.")],
) -> None:
    """Give a PostgreSQL role what the server needs; run as the tables' owner, after migrate."""
    from monitor.cli.verifying import give_rights_to

    give_rights_to(role)


@erase.command("patient")
def erase_patient(
    patient_id: Annotated[str, typer.Argument(help="The patient's id, as in the addresses.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept for good and names nobody.")],
    acting: Annotated[str, typer.Option(help="Login of the administrator who erases.")],
    lawful_request: Annotated[
        bool, typer.Option(help="Somebody may ask for it before the time of keeping is over.")
    ] = False,
    yes: Annotated[bool, typer.Option(help="Do not ask the patient's name back.")] = False,
) -> None:
    """Erase one patient for good; the audit says that it was done, and goes on proving the rest."""
    from monitor.cli.records import erase_record
    from monitor.services.erasure import NewErasure

    erase_record(patient_id, NewErasure(reason, lawful_request), acting, confirmed=yes)


@commands.command()
def retention(
    acting: Annotated[str, typer.Option(help="Login of the administrator who looks.")],
    erase_them: Annotated[bool, typer.Option("--erase", help="Erase each of them.")] = False,
    yes: Annotated[bool, typer.Option(help="Sure; needed with --erase.")] = False,
) -> None:
    """List the records that need not be kept any longer (MONITOR_RETENTION_YEARS)."""
    from monitor.cli.records import show_past_retention

    show_past_retention(acting, erase=erase_them, confirmed=yes)


@user.command("add")
def add_user(  # noqa: PLR0913, PLR0917  (the options of a command)
    login: Annotated[str, typer.Argument(help="What the person types to sign in.")],
    name: Annotated[str, typer.Option(help="The person's name as on the chart.")],
    role: Annotated[
        list[str],
        typer.Option(help="nurse, physician, administrator, auditor or read-only; repeatable."),
    ],
    password_file: PasswordFile = None,
    pin_file: Annotated[
        Path | None, typer.Option(help="File with the PIN for tablets on its first line.")
    ] = None,
    acting: Annotated[
        str, typer.Option(help="Login of the administrator who adds; not for the first person.")
    ] = "",
) -> None:
    """Add a person; the first one, an administrator, founds the clinic."""
    from monitor.cli.people import Secrets, add_person

    add_person(login, name, role, Secrets(password_file, pin_file), acting)


@token.command("create")
def create_token(
    login: Annotated[str, typer.Argument(help="The person that the token acts for.")],
    name: Annotated[str, typer.Option(help="What the token is for.")],
    days: Annotated[int, typer.Option(min=1, help="Days until it ends.")] = 90,
    may: Annotated[
        list[str] | None,
        typer.Option(
            help="What it is for: read, record, export or audit; repeatable. Without it, whatever "
            "the person may."
        ),
    ] = None,
) -> None:
    """Make a token and print it, once."""
    from monitor.cli.people import create_token

    create_token(login, name, days, may or [])


@chair.command("add")
def add_chair(
    label: Annotated[str, typer.Argument(help="What the chair is called, as 3.")],
    acting: Annotated[str, typer.Option(help="Login of the administrator who adds it.")],
    room: Annotated[str, typer.Option(help="The room it stands in.")] = "",
) -> None:
    """Put a chair into the room; the board shows it at once."""
    from monitor.cli.people import add_chair

    add_chair(label, room, acting)


@commands.command()
def replay(files: Annotated[list[Path], typer.Argument(help="Session cases.")]) -> int:
    """Evaluate session cases; one JSON object for each question."""
    from monitor.cli.replaying import replay_files

    lines, complaints, status = replay_files(files)
    for line in lines:
        sys.stdout.write(line + "\n")
    for complaint in complaints:
        sys.stderr.write(complaint + "\n")
    return status


@commands.command()
def settings(
    markdown: Annotated[bool, typer.Option(help="The page docs/settings.md.")] = False,
) -> None:
    """Check the settings and list them."""
    from monitor.cli.settings_page import settings_page
    from monitor.settings import load_settings

    if markdown:
        sys.stdout.write(settings_page())
        return
    for key, value in load_settings():
        is_secret = key in {"database_url", "backup_passphrase"}
        shown = "(set)" if is_secret and value else value
        sys.stdout.write(f"MONITOR_{key.upper()}={shown}\n")
