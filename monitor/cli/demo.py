"""Starting the demo: an invented clinic in a database of its own, on this computer only."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

from monitor.bootstrap import build_house, prepare_database
from monitor.cli.serving import is_free, listen, say
from monitor.demo import running, seeding
from monitor.demo.clinic import DemoClinic, read_clinic
from monitor.errors import InvalidSettings
from monitor.services.founding import is_founded
from monitor.services.house import House
from monitor.settings import Settings, load_settings

HOST = "127.0.0.1"
PORTS_TRIED = 20
LAST_SECONDS = 5.0
QUARTERS = 4
SQLITE_SUFFIXES = ("", "-wal", "-shm")


def serve_demo(first_port: int, seed: int | None, *, fresh: bool) -> None:
    """Make the demo clinic where it is missing, and serve it on the first free port."""
    clinic = read_clinic()
    chosen = seeding.DEFAULT_SEED if seed is None else seed
    settings = _settings(clinic, _free_port(first_port))
    if fresh:
        _remove(settings.database_file)
    prepare_database(settings)
    house = build_house(settings, demo=True)
    prepare(house, settings.database_file, chosen)
    with MovingOn(house, chosen):
        listen(house, settings, _welcome(clinic, settings.port))


def prepare(house: House, file: Path | None, seed: int, tell: seeding.Tell | None = None) -> None:
    """Play the clinic's months; one that was broken off is made anew the next time."""
    is_new = not is_founded(house)
    if is_new:
        say("Preparing the demo clinic once: invented patients, marked DEMO. It takes 10 to 20 s.")
    try:
        seeding.seed(house, house.clock(), seed, tell or _tell)
    except BaseException:
        house.engine.dispose()
        if is_new:
            _remove(file)
        raise


def _tell(done: int, of: int) -> None:
    """A line for each quarter of the sessions played."""
    quarter = max(1, of // QUARTERS)
    if done % quarter == 0 or done == of:
        say(f"  {done} of {of} sessions")


class MovingOn:
    """The invented people go on working in a thread of their own while the server runs."""

    def __init__(self, house: House, seed: int) -> None:
        self.stop = Event()
        self.thread = Thread(
            target=running.run, args=(house, self.stop, seed), name="demo", daemon=True
        )

    def __enter__(self) -> MovingOn:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(LAST_SECONDS)


def _settings(clinic: DemoClinic, port: int) -> Settings:
    """Take the environment's settings, but never its database and never another host."""
    given = load_settings()
    own = {
        "database_url": f"sqlite:///{given.data_dir / 'demo.db'}",
        "host": HOST,
        "port": port,
        "clinic_name": clinic.name,
        "clinic_zone": clinic.zone,
        "public_origin": "",
        "tls_certificate": None,
        "tls_key": None,
    }
    return given.model_copy(update=own)


def _free_port(first: int) -> int:
    for port in range(first, first + PORTS_TRIED):
        if is_free(HOST, port):
            return port
    raise InvalidSettings(
        f"the ports {first} to {first + PORTS_TRIED - 1} are all taken",
        field="--port",
        allowed="another first port",
    )


def _remove(file: Path | None) -> None:
    for suffix in SQLITE_SUFFIXES if file else ():
        Path(f"{file}{suffix}").unlink(missing_ok=True)


def _welcome(clinic: DemoClinic, port: int) -> str:
    wide = max(len(person.login) for person in clinic.people)
    lines = [
        "",
        f"  {clinic.name} is at http://{HOST}:{port}",
        "",
        "  Sign in with login and password; on a device used before, by name and PIN.",
    ]
    lines += [
        f"    {person.login:<{wide}}  {person.password}  PIN {person.pin}  "
        f"{' and '.join(sorted(person.roles))}"
        for person in clinic.people
    ]
    return "\n".join([*lines, "", "  Stop with Ctrl-C.", ""])
