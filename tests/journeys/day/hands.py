"""What the day's people tap on their screens."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

from tests.journeys.clinic import PHYSICIAN, Person
from tests.journeys.conftest import sign_in, tap_pin
from tests.journeys.day.others import LEAVING, STARTING, Others
from tests.journeys.day.pace import by_hand
from tests.journeys.day.room import PHONE, Patient, Room
from tests.journeys.looking import wait_until
from tests.journeys.record_form import Form
from tests.journeys.screening import screen_first

HANDOVER = re.compile(r"/handover/[0-9a-f-]{36}$")
SET = ("vitals", "side_effects", "consciousness", "red_flags")
SOON_MS = 5_000
KEPT_HERE = """
() => new Promise((resolve, reject) => {
  const asked = indexedDB.open("monitor");
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => {
    const count = asked.result.transaction("outbox").objectStore("outbox").count();
    count.onsuccess = () => { asked.result.close(); resolve(count.result); };
  };
})
"""


@dataclass
class Screen:
    """One device that stands in the room or on the desk, and who works on it."""

    page: Page
    person: Person
    room: Room
    others: Others
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, context: BrowserContext, person: Person, room: Room, others: Others) -> Screen:
        """A device whose clock runs like the server's; its person signs in by password."""
        screen = cls(room.time.carry(context).new_page(), person, room, others)
        page = screen.page
        page.on("console", screen._listen)
        page.on("pageerror", lambda error: screen.complaints.append(str(error)))
        with room.time.hand():
            sign_in(page, person)
        page.add_locator_handler(page.locator(".lock__pin"), screen._unlock)
        page.add_locator_handler(page.locator(".tile").first, screen._by_tile)
        return screen

    def _listen(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(f"{self.page.url}: {said.text}")

    def _unlock(self, pad: Locator) -> None:
        for digit in self.person.pin:
            pad.locator(f"[data-key='{digit}']").click()

    def _by_tile(self, _: Locator) -> None:
        self.page.locator(".tile", has_text=self.person.name).click()
        tap_pin(self.page, self.person.pin)

    @by_hand
    def sign_in_by_pin(self) -> None:
        """Sign out, and in again as one does on a tablet that is known."""
        self.page.locator("details.who summary").click()
        self.page.get_by_role("button", name="Sign out").click()
        self.page.wait_for_url(re.compile("/sign-in"))
        expect(self.page.locator("details.who summary")).to_have_attribute(
            "aria-label", f"Signed in: {self.person.name}"
        )

    def go(self, path: str) -> None:
        """Open an address; where the sign-in has ended meanwhile, it is signed in by PIN first."""
        self.page.goto(path)
        expect(self.page.locator("details.who summary")).to_be_visible()
        if not self.page.url.endswith(path):
            self.page.goto(path)

    # -- where ---------------------------------------------------------------------------------

    def card(self, chair: str) -> Locator:
        """The chair's card, on the board."""
        if not self.page.locator(".seat").count():
            self.go("/")
        return self.page.locator(f"#chair-{chair}")

    def to_chart(self, patient: Patient) -> None:
        """The chart of a patient's session."""
        self.go(f"/sessions/{self.room.session(patient)}")
        expect(self.page.locator(".rail__count h2")).to_be_visible()

    def opened(self, words: str) -> Locator:
        """Open what the chart offers to record beside a set."""
        self.page.locator(".chart__add summary").click()
        self.page.locator(".chart__add").get_by_role("button", name=words, exact=True).click()
        return self.dialog()

    def dialog(self) -> Locator:
        """The dialog that stands open."""
        dialog = self.page.locator("dialog[open]")
        expect(dialog).to_be_visible()
        return dialog

    def save(self, dialog: Locator, words: str = "Save") -> None:
        """Save what a dialog asked, and wait until the server has it."""
        dialog.get_by_role("button", name=words, exact=True).click()
        expect(dialog).to_be_hidden()
        Form(self.page, "").all_sent()

    def keeps_nothing(self) -> bool:
        """Whether no entry on this device is unsent."""
        return bool(self.page.evaluate(KEPT_HERE) == 0)

    # -- before and during the dose ------------------------------------------------------------

    @by_hand
    def watch_over(self, *chairs: str) -> None:
        """Take chairs on the screen for it."""
        page = self.page
        self.go("/watch")
        for chair in chairs:
            page.get_by_role("checkbox").nth(int(chair) - 1).click()
        page.get_by_role("button", name="Take chosen").click()
        expect(page.locator("#watch-chairs")).to_contain_text(self.person.name)

    @by_hand
    def put_on_duty(self, physician: Person) -> None:
        """Say which physician is called today, and under what number."""
        page = self.page
        self.go("/watch")
        page.locator("#watch-physician").click()
        page.get_by_role("option", name=physician.name).click()
        page.get_by_label("Telephone").fill(PHONE)
        page.get_by_role("button", name="Put on duty").click()
        expect(page.locator("#watch-duty")).to_contain_text(PHONE)

    @by_hand
    def start(self, patient: Patient) -> None:
        """Screen a patient who raises no flag, and start the session."""
        clinic = self.room.clinic
        self.go(
            f"/start?patient={clinic.patients[patient.name]}&chair={clinic.chairs[patient.chair]}"
        )
        screen_first(self.page)
        self._begin(patient)

    def _begin(self, patient: Patient) -> None:
        page = self.page
        page.get_by_label("Dose, mg", exact=True).fill(f"{patient.dose_mg:g}")
        page.get_by_role("button", name="Start session").click()
        page.wait_for_url(re.compile("/sessions/"))
        self.room.sessions[patient.name] = page.url.rpartition("/")[2]
        self.others.count(self.person, patient, *STARTING)

    @by_hand
    def screen_flagged(self, patient: Patient, question: str, note: str) -> None:
        """Answer everything before the session, one question with a flag."""
        page = self.page
        self.go(self.eligibility(patient))
        page.locator("#eligibility-protocol").click()
        page.get_by_role("option", name="Ketamine infusion", exact=True).click()
        for row in page.locator("[data-question]").all():
            word = "no" if "yes" in (row.get_attribute("data-flags") or "") else "yes"
            row.locator(f"[data-answer={word}]").click()
        page.locator(f"[data-question={question}] [data-answer=yes]").click()
        page.locator(f"[data-question={question}] input").fill(note)
        for name, value in READINGS.items():
            page.locator(f"#eligibility-reading-{name}").fill(value)
        page.get_by_role("button", name="Save 16 answers").click()
        page.wait_for_url(re.compile("protocol="))
        expect(self.verdict()).to_contain_text("A physician decides before the start.")

    @by_hand
    def override_eligibility(self, patient: Patient, flag: str, reason: str) -> None:
        """Decide, as the physician, against a flag."""
        self.go(f"{self.eligibility(patient)}?protocol={patient.protocol}")
        self.page.get_by_role("button", name="Override …").click()
        dialog = self.dialog()
        dialog.get_by_label(flag).check()
        dialog.locator("textarea").fill(reason)
        tap_pin(self.page, self.person.pin)
        expect(dialog).to_be_hidden()
        expect(self.verdict()).to_contain_text(f"overridden by {self.person.name}")

    @by_hand
    def start_overridden(self, patient: Patient) -> None:
        """Start what the physician's decision has made possible."""
        expect(self.verdict()).to_contain_text("Nothing stands in the way")
        self.page.get_by_role("link", name="Start session").click()
        self.page.locator("#start-chair").click()
        self.page.get_by_role("option", name=f"Chair {patient.chair}", exact=True).click()
        self._begin(patient)
        expect(self.page.locator(".flagged")).to_contain_text("Overridden by")

    def eligibility(self, patient: Patient) -> str:
        """The address of the questions before a patient's session."""
        return f"/patients/{self.room.clinic.patients[patient.name]}/eligibility"

    def verdict(self) -> Locator:
        """What stands in the way of the start."""
        return self.page.locator("#eligibility-verdict")

    @by_hand
    def begin_infusion(self, patient: Patient) -> None:
        """Start the infusion as planned."""
        self.to_chart(patient)
        self.save(self.opened("Infusion"), "Start")
        self.others.count(self.person, patient, "infusion_started")

    @by_hand
    def stop_infusion(self, patient: Patient) -> None:
        """Stop it before its time."""
        self.to_chart(patient)
        self.opened("Infusion").get_by_role("button", name="Stop the infusion").click()
        self.save(self.dialog(), "Stop")
        self.others.count(self.person, patient, "infusion_ended")

    @by_hand
    def record_set(self, patient: Patient, pressure: tuple[int, int], *, ago_min: int = 0) -> None:
        """One whole set, as measured so many minutes ago."""
        form = Form(self.page, self.room.session(patient))
        self.go(f"/record#{form.session}")
        form.ready()
        for _ in range(ago_min // 5):
            form.tap("time", step="-5")
        form.keys(str(pressure[0]))
        if form.act("keep").is_visible():
            form.tap("keep")
            self.others.count(self.person, patient, "note")  # that it was kept when asked back
        form.keys(f"{pressure[1]}729814")
        form.tap("rhythm", value="regular")
        form.tap("air", value="air")
        form.tap("moaas", value="5")
        form.tap("all-none")
        form.tap("flags-none")
        form.tap("save")
        self.page.wait_for_url(lambda url: "/record" not in url, wait_until="commit")
        self.others.count(self.person, patient, *SET)

    # -- alerts --------------------------------------------------------------------------------

    @by_hand
    def call_about(self, patient: Patient, answer: str, words: str) -> None:
        """Follow the strip that says whom to call, and write the call down."""
        self.go("/")
        expect(self.page.locator(".badge--call").first).to_be_visible()
        self.to_chart(patient)
        self.page.locator(".prompt--call button").first.click()
        dialog = self.page.get_by_role("dialog", name="Called about an alert")
        expect(dialog.get_by_label("Who was called")).to_have_value(PHYSICIAN.name)
        dialog.get_by_role("button", name=answer).click()
        dialog.get_by_label("What was said (optional)").fill(words)
        self.save(dialog)
        self.others.count(self.person, patient, "call")

    @by_hand
    def acknowledge(self, patient: Patient, alert: str, note: str) -> None:
        """Answer an alert with a note."""
        self.to_chart(patient)
        episode = self.page.locator(".episode", has_text=alert).first
        episode.get_by_role("button", name="Acknowledge").click()
        dialog = self.dialog()
        dialog.get_by_label("Note").fill(note)
        self.save(dialog, "Acknowledge")
        self.others.count(self.person, patient, "alert_acknowledged")
        expect(episode).not_to_contain_text("waits for a physician's note")

    # -- in between ----------------------------------------------------------------------------

    @by_hand
    def change_chair(self, patient: Patient, to: str, reason: str) -> None:
        """Move a patient to a free chair."""
        self.to_chart(patient)
        dialog = self.opened("Change of chair …")
        dialog.get_by_role("group", name="To which chair").get_by_role(
            "button", name=re.compile(f"^{to}")
        ).click()
        dialog.get_by_role("group", name="Who watches over it there").get_by_role(
            "button"
        ).first.click()
        dialog.get_by_label("Reason").fill(reason)
        dialog.get_by_role("button", name="Change the chair").click()
        expect(dialog).to_be_hidden()
        expect(self.page.locator(".top--patient .chair")).to_have_text(to)
        self.others.count(self.person, patient, "chair_changed")

    @by_hand
    def correct_rate(self, patient: Patient, to: int, reason: str) -> None:
        """Correct the heart rate of the newest set."""
        self.to_chart(patient)
        self.page.locator("table [data-dialog='correct']").first.click()
        dialog = self.dialog()
        dialog.get_by_label(re.compile("^Heart rate")).fill(str(to))
        dialog.get_by_label("Reason").fill(reason)
        self.save(dialog, "Save the correction")
        self.others.count(self.person, patient, "corrected")

    @by_hand
    def hand_over(self, receiver: Person) -> None:
        """Give every chair to another nurse; both sign on this tablet."""
        page = self.page
        self.go("/handover")
        for name in ("End of the shift", receiver.name):
            page.get_by_role("button", name=name, exact=True).click()
        self._sign_in_dialog("Sign the handover", self.person.pin)
        page.wait_for_url(HANDOVER)
        signed = page.locator(".hand__signed", has_text=f"{receiver.name}, nurse")
        for _ in range(5):
            with suppress(TookTooLong):
                page.get_by_role("button", name="I have read what has changed").click(timeout=1000)
            self._sign_in_dialog(f"{receiver.name} signs", receiver.pin)
            with suppress(AssertionError):
                expect(signed).to_be_visible(timeout=SOON_MS)
                self.others.handed_to[self.person] = receiver
                return
            page.reload()
        expect(signed).to_be_visible()

    def _sign_in_dialog(self, button: str, pin: str) -> None:
        self.page.get_by_role("button", name=button).click()
        self.page.locator("dialog[open]").wait_for()
        tap_pin(self.page, pin)

    # -- leaving -------------------------------------------------------------------------------

    @by_hand
    def attest_everything(self, patient: Patient) -> None:
        """Walk test, orientation, and what is attested before somebody may leave."""
        self.to_chart(patient)
        walk = self.opened("Walk test")
        walk.get_by_role("button", name="Steady").click()
        self.save(walk)
        asked = self.opened("Orientation")
        for number in range(4):
            asked.get_by_role("button", name="Right", exact=True).nth(number).click()
        self.save(asked)
        self.others.count(self.person, patient, "mobility", "consciousness")
        self.to_decision(patient)
        for item, answers in ATTESTED:
            self.page.locator(f"[data-dialog='attest'][data-item='{item}']").first.click()
            dialog = self.dialog()
            if isinstance(answers, str):
                dialog.get_by_role("button", name=answers, exact=True).click()
            else:
                for label, words in answers.items():
                    dialog.get_by_label(label).fill(words)
            dialog.get_by_role("button", name="Save", exact=True).click()
            expect(dialog).to_be_hidden()
            self.others.count(self.person, patient, "attested")

    def to_decision(self, patient: Patient) -> None:
        """The discharge decision of a patient's session."""
        self.go(f"/sessions/{self.room.session(patient)}/discharge")
        expect(self.page.locator(".sum h2")).to_be_visible()

    @by_hand
    def override_criterion(self, patient: Patient, criterion: str, reason: str) -> None:
        """Decide against a finding, with a kind of reason, words and PIN."""
        self.to_decision(patient)
        self.page.get_by_role("button", name="Override").click()
        dialog = self.dialog()
        dialog.get_by_role("checkbox", name=criterion).check()
        dialog.get_by_role("button", name="Usual for this patient").click()
        dialog.get_by_role("textbox").fill(reason)
        tap_pin(self.page, self.person.pin)
        expect(dialog).to_have_count(0)
        self.others.count(self.person, patient, "override")

    @by_hand
    def sign_out_of_care(self, patient: Patient) -> None:
        """Sign that the patient may go home: a nurse first, then the physician."""
        self.to_decision(patient)
        sign = self.page.get_by_role("button", name="Sign with PIN")
        expect(sign).to_be_enabled()
        sign.click()
        tap_pin(self.page, self.person.pin)
        dialog, refused = (
            self.page.locator("dialog[open]"),
            self.page.locator(".pin__said.is-wrong"),
        )
        wait_until(self.page, lambda: not dialog.count() or refused.count() > 0)
        assert not dialog.count(), dialog.inner_text()
        if self.person is PHYSICIAN:
            expect(self.page.locator(".release")).to_contain_text("Went home")
        else:
            signed = f"{self.person.name}, signed"
            expect(self.page.locator(".sign")).to_contain_text(signed)
        kinds = LEAVING if self.person is PHYSICIAN else LEAVING[:1]
        self.others.count(self.person, patient, *kinds)


READINGS = {
    "systolic_mmhg": "122",
    "diastolic_mmhg": "78",
    "heart_rate_bpm": "72",
    "spo2_percent": "98",
    "respiratory_rate_per_min": "14",
}
ATTESTED: tuple[tuple[str, str | dict[str, str]], ...] = (
    ("escort", {"Name of the responsible adult": "DEMO escort", "Telephone": "555 0100"}),
    ("instructions_given", "Yes"),
    ("line_removed", "Yes"),
    ("suicide_safety", "No concern"),
)
