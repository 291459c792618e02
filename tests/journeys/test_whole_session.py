"""One patient from the door to the door, in one run: arrival, dose, observation, two signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.clinic import NURSE, PHYSICIAN, Clinic, Person
from tests.journeys.conftest import DESK, OpenTablet, sign_in, tap_pin
from tests.journeys.devices import page_on
from tests.journeys.moved import MovedTime, serving_moved
from tests.journeys.record_form import Form
from tests.journeys.screening import screen_first

pytestmark = [pytest.mark.journey, pytest.mark.worker]

PATIENT = "Inês Carvalho"
CHAIR = "2"
QUIET = (126, 80)


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Clinic, MovedTime]]:
    with serving_moved(tmp_path_factory.mktemp("whole")) as both:
        yield both


@pytest.fixture(scope="module")
def server(moved: tuple[Clinic, MovedTime]) -> Clinic:
    return moved[0]


@dataclass
class Screen:
    """One person's device, and pictures of what it showed."""

    page: Page
    person: Person
    pictures: Path
    session: str = ""

    def picture(self, name: str) -> None:
        self.page.screenshot(path=self.pictures / f"{self.person.login}-{name}.png")

    def card(self) -> Locator:
        return self.page.locator(f"#chair-{CHAIR}")

    def to_board(self) -> None:
        self.page.goto("/")
        expect(self.card()).to_be_visible()

    def to_chart(self) -> None:
        self.page.goto(f"/sessions/{self.session}")
        expect(self.page.locator(".rail__count h2")).to_be_visible()

    def opened(self, words: str) -> Locator:
        """Open what the chart offers to record beside a set."""
        self.page.locator(".chart__add summary").click()
        self.page.locator(".chart__add").get_by_role("button", name=words, exact=True).click()
        dialog = self.page.locator("dialog[open]")
        expect(dialog).to_be_visible()
        return dialog

    def save(self, dialog: Locator, words: str = "Save") -> None:
        dialog.get_by_role("button", name=words, exact=True).click()
        expect(dialog).to_be_hidden()
        self.all_sent()

    def all_sent(self) -> None:
        Form(self.page, self.session).all_sent()

    def sign(self) -> None:
        self.page.get_by_role("button", name="Sign with PIN").click()
        tap_pin(self.page, self.person.pin)


def by_tile(page: Page, person: Person) -> None:
    """Sign out, and in again as one does on a tablet that is known: name and PIN."""
    page.locator("details.who summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.locator(".tile", has_text=person.name).click()
    tap_pin(page, person.pin)
    expect(page.locator("details.who summary")).to_have_attribute(
        "aria-label", f"Signed in: {person.name}"
    )


def start_session(nurse: Screen) -> None:
    """Register somebody who was never here, and put the patient into the chair."""
    page = nurse.page
    page.get_by_role("link", name=f"New session in chair {CHAIR}").click()
    page.get_by_text("Register a new patient").click()
    form = page.locator(".start__form")
    form.get_by_label("Full name").fill(PATIENT)
    form.get_by_label("Birth date").fill("1988-08-22")
    form.get_by_label("Record number").fill("M-3001")
    form.get_by_label("Weight, kg").fill("64")
    form.get_by_label("Allergies").fill("penicillin")
    form.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", name=PATIENT)).to_be_visible()
    screen_first(page)
    page.get_by_label("Dose, mg/kg").fill("0.5")
    expect(page.get_by_label("Dose, mg", exact=True)).to_have_value("32")
    nurse.picture("01-start")
    page.get_by_role("button", name="Start session").click()
    page.wait_for_url(re.compile("/sessions/"))
    nurse.session = page.url.rpartition("/")[2]


def record_set(
    nurse: Screen, pressure: tuple[int, int], felt: dict[str, str] | None = None
) -> None:
    """One whole set, from the board to the board."""
    nurse.to_board()
    nurse.card().get_by_role("link", name=f"Record chair {CHAIR}").click()
    form = Form(nurse.page, nurse.session)
    form.ready()
    form.keys(str(pressure[0]))
    if form.act("keep").is_visible():
        form.tap("keep")
    form.keys(f"{pressure[1]}729814")
    form.tap("rhythm", value="regular")
    form.tap("air", value="air")
    form.tap("moaas", value="5")
    for effect, grade in (felt or {}).items():
        form.grade(effect, grade)
    form.tap("all-none")
    form.tap("flags-none")
    if felt:
        nurse.picture(f"set-{pressure[0]}")
    form.tap("save")
    nurse.page.wait_for_url(lambda url: "/record" not in url, wait_until="commit")
    expect(nurse.card()).to_contain_text(f"{pressure[0]}/{pressure[1]}")


def attest_everything(nurse: Screen) -> None:
    """Walk test, orientation, and what is attested before somebody may leave."""
    nurse.to_chart()
    walk = nurse.opened("Walk test")
    walk.get_by_role("button", name="Steady").click()
    nurse.save(walk)
    asked = nurse.opened("Orientation")
    for number in range(4):
        asked.get_by_role("button", name="Right", exact=True).nth(number).click()
    nurse.save(asked)
    nurse.page.get_by_role("link", name="Discharge").click()
    page = nurse.page
    expect(page.locator(".sum h2")).to_be_visible()
    for item, answers in (
        ("escort", {"Name of the responsible adult": "DEMO escort", "Telephone": "555 0100"}),
        ("instructions_given", "Yes"),
        ("line_removed", "Yes"),
        ("suicide_safety", "No concern"),
    ):
        page.locator(f"[data-dialog='attest'][data-item='{item}']").first.click()
        dialog = page.locator("dialog[open]")
        if isinstance(answers, str):
            dialog.get_by_role("button", name=answers, exact=True).click()
        else:
            for label, words in answers.items():
                dialog.get_by_label(label).fill(words)
        dialog.get_by_role("button", name="Save", exact=True).click()
        expect(dialog).to_be_hidden()
    nurse.picture("07-attested")


def acknowledge(physician: Screen) -> None:
    """The physician sees the alert on the board and answers it with a note."""
    expect(physician.card()).to_contain_text("Urgent")
    physician.picture("03-board-urgent")
    physician.to_chart()
    episode = physician.page.locator(".episode", has_text="Systolic 204")
    episode.get_by_role("button", name="Acknowledge").click()
    dialog = physician.page.locator("dialog[open]")
    dialog.get_by_label("Note").fill("DEMO: seen at the chair, rest, repeat in 5 min")
    physician.picture("04-acknowledge")
    physician.save(dialog, "Acknowledge")
    expect(episode).not_to_contain_text("waits for a physician's note")


def give_the_dose(nurse: Screen, physician: Screen, time: MovedTime) -> None:
    """Forty minutes of infusion, a set every ten, one of them an urgent one."""
    nurse.to_chart()
    dose = nurse.opened("Infusion")
    expect(dose).to_contain_text("32 mg")
    nurse.save(dose, "Start")
    nurse.picture("02-infusing")
    time.pass_minutes(10)
    record_set(nurse, (138, 84), {"dissociation": "mild", "dizziness": "mild"})
    time.pass_minutes(10)
    record_set(nurse, (204, 112), {"dissociation": "moderate", "nausea": "mild"})
    acknowledge(physician)
    for minutes, pressure in ((5, (150, 92)), (5, (142, 88)), (10, (136, 84))):
        time.pass_minutes(minutes)
        record_set(nurse, pressure, {"dissociation": "mild"})
    nurse.to_chart()
    nurse.opened("Infusion").get_by_role("button", name="Stop the infusion").click()
    nurse.save(nurse.page.locator("dialog[open]"), "Stop")


def observe(nurse: Screen, time: MovedTime) -> None:
    """Ninety minutes of quiet sets, each when it is due."""
    for minutes in (15, 15, 15, 15, 30):
        time.pass_minutes(minutes)
        record_set(nurse, QUIET)
    expect(nurse.card()).to_contain_text("Waiting for")
    nurse.picture("05-observed")


def decide(nurse: Screen, physician: Screen) -> None:
    """The nurse signs on the tablet, then the physician at the desk."""
    sum_of = nurse.page.locator(".sum")
    expect(sum_of).to_contain_text("22 of 22 met")
    expect(sum_of).to_contain_text("Criteria met, clinician decision required")
    nurse.sign()
    expect(nurse.page.locator(".sign")).to_contain_text(f"{NURSE.name}, signed")
    nurse.picture("08-nurse-signed")
    physician.page.goto(f"/sessions/{nurse.session}/discharge")
    expect(physician.page.locator(".sign")).to_contain_text(f"{NURSE.name}, signed")
    physician.sign()
    left = physician.page.locator(".release")
    expect(left).to_contain_text("Went home")
    for person, role in ((NURSE, "nurse"), (PHYSICIAN, "physician")):
        expect(left).to_contain_text(f"{person.name} {role}, signed the decision")
    physician.picture("09-decision")


def test_a_patient_comes_is_treated_observed_signed_off_and_leaves(
    tablet: OpenTablet, moved: tuple[Clinic, MovedTime], tmp_path: Path
) -> None:
    time = moved[1]
    nurse = Screen(page_on(time.carry(tablet())), NURSE, tmp_path)
    sign_in(nurse.page, NURSE)
    by_tile(nurse.page, NURSE)
    expect(nurse.card()).to_contain_text("Chair free")
    start_session(nurse)
    record_set(nurse, (124, 78))
    time.pass_minutes(12)

    physician = Screen(page_on(time.carry(tablet(size=DESK))), PHYSICIAN, tmp_path)
    physician.session = nurse.session
    sign_in(physician.page, PHYSICIAN)
    expect(physician.card()).to_contain_text(PATIENT)
    give_the_dose(nurse, physician, time)
    observe(nurse, time)
    attest_everything(nurse)
    decide(nurse, physician)

    for screen in (nurse, physician):
        screen.to_board()
        expect(screen.card()).to_contain_text("Chair free")
        screen.picture("10-board-after")
        screen.to_chart()
        for person in (NURSE, PHYSICIAN):
            expect(screen.page.locator(".rail__head")).to_contain_text(f"{person.name} signed at")
        screen.picture("11-chart-after")
