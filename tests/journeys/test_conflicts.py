"""What a tablet could not know comes back to the nurse as a question with both sides."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.clinic import NURSE, PHYSICIAN, RUTH, SECOND_NURSE, Clinic
from tests.journeys.conftest import OpenTablet
from tests.journeys.looking import barriers, every_look, settle, small_targets, wait_until
from tests.journeys.record_form import Form, entries_of, nurse_at_work, unsent, without_network

pytestmark = pytest.mark.journey

OWN_CLOCK = """
(() => {
  const Machine = Date;
  const now = () => Machine.now() + Number(localStorage.getItem("test-ahead-ms") || 0);
  globalThis.Date = new Proxy(Machine, {
    construct: (_, given, made) => Reflect.construct(Machine, given.length ? given : [now()], made),
    apply: () => new Machine(now()).toString(),
    get: (target, name) => (name === "now" ? now : target[name]),
  });
})()
"""
"""A tablet's clock that a test can set."""
AHEAD = "(ms) => localStorage.setItem('test-ahead-ms', String(ms))"
AHEAD_MS = 4 * 60_000
"""Far enough to be asked about, and not so far that the tablet locks itself."""
CORRECT = """
async ({ session, target, beats }) => {
  const answer = await fetch(`/api/v1/sessions/${session}/entry`);
  const context = await answer.json();
  window.correctLater = () => {
    const at = new Date().toISOString();
    return monitor.outbox.put({
      session, patient: context.patient, chair: context.session.chair, person: context.me,
      zone: context.zone, label: "Correction", words: `Vital signs: heart rate ${beats}/min`,
      seen: { chair_id: context.session.chair_id, last_seq: context.session.last_seq, skew_ms: 0 },
      events: [{ kind: "corrected", at, recorded_at: at, target, reason: "DEMO: read off",
                 heart_rate_bpm: beats }],
    });
  };
}
"""


def question(form: Form) -> Locator:
    """Open what needs the nurse."""
    dialog = form.page.get_by_role("dialog", name="Kept on this tablet")
    expect(form.chip()).to_have_text("1 needs you")
    form.chip().click()
    expect(dialog).to_be_visible()
    return dialog


def keep_rate(form: Form, beats: int) -> None:
    """Save a set without contact: it is kept, and the form waits for no answer to it any more."""
    form.rate_only(beats)
    expect(form.bar()).to_contain_text("On this tablet since")


def answer(dialog: Locator, words: str) -> None:
    dialog.get_by_role("button", name=words).click()


def rates(clinic: Clinic, session: str) -> list[Any]:
    lines = [line for line in entries_of(clinic, session, "vitals") if not line["struck"]]
    return [line["fields"].get("heart_rate_bpm") for line in lines]


def notes(clinic: Clinic, session: str) -> list[str]:
    return [line["fields"]["text"] for line in entries_of(clinic, session, "note")]


def move(server: Clinic, session: str, chair: str, free: str) -> None:
    """A colleague moves the patient to a free chair."""
    with server.caller(SECOND_NURSE) as client:
        person = client.get("/me").json()["id"]
        client.post("/watch/take", json={"chair_ids": [server.chairs[free]]}).raise_for_status()
        body = {
            "from_chair_id": server.chairs[chair],
            "chair_id": server.chairs[free],
            "responsible_id": person,
            "reason": "DEMO: by the door",
        }
        client.post(f"/sessions/{session}/chair", json=body).raise_for_status()


def looked_at(page: Page) -> None:
    for look in every_look(page):
        settle(page)
        assert barriers(page) == [], look
        assert small_targets(page) == [], look


@pytest.fixture
def form(tablet: OpenTablet, server: Clinic) -> Form:
    page = nurse_at_work(tablet(worker=False), server)
    return Form.open(page, server, "1")


def test_a_set_that_a_colleague_recorded_meanwhile_is_kept_and_asked_about(
    form: Form, server: Clinic
) -> None:
    with without_network(form.page):
        keep_rate(form, 63)
        server.record("1", {"kind": "vitals", "heart_rate_bpm": 64})
    dialog = question(form)
    expect(dialog).to_contain_text("The same set twice?")
    expect(dialog).to_contain_text("63")
    expect(dialog).to_contain_text("heart rate 64/min")
    expect(dialog).to_contain_text(f"by {SECOND_NURSE.name}, measured")
    assert {63, 64} <= set(rates(server, form.session))  # both stand until somebody says
    looked_at(form.page)

    answer(dialog, "Yes: strike mine out")
    form.all_sent()
    wait_until(form.page, lambda: 63 not in rates(server, form.session))
    assert 64 in rates(server, form.session)


def test_both_sets_stand_where_both_were_measured_and_the_record_says_so(
    form: Form, server: Clinic
) -> None:
    with without_network(form.page):
        keep_rate(form, 65)
        server.record("1", {"kind": "vitals", "heart_rate_bpm": 66})
    form.page.reload()  # a question outlives the page
    form.ready()
    answer(question(form), "No: both were measured")
    form.all_sent()
    assert {65, 66} <= set(rates(server, form.session))
    said = [note for note in notes(server, form.session) if "both stand" in note]
    assert len(said) == 1
    assert SECOND_NURSE.name in said[0]


def test_the_question_says_so_where_the_patient_is_back_in_the_chair_that_another_had(
    tablet: OpenTablet, server: Clinic
) -> None:
    form = Form.open(nurse_at_work(tablet(worker=False), server), server, "3")
    with without_network(form.page):
        move(server, form.session, "3", "4")
        other = server.start("3", RUTH.name)
        keep_rate(form, 70)
        with server.caller(PHYSICIAN) as client:
            ending = {"to": "hospital", "reason": "DEMO: left", "pin": PHYSICIAN.pin}
            client.post(f"/sessions/{other}/discharge/end", json=ending).raise_for_status()
        move(server, form.session, "4", "3")
    dialog = question(form)
    expect(dialog).to_contain_text("Whose is it?")
    expect(dialog).to_contain_text("Samuel Adeyemi is back in chair 3 now")
    expect(dialog).to_contain_text("chair 3 was given to another patient meanwhile")
    assert rates(server, form.session) == rates(server, other) == []
    answer(dialog, "Samuel Adeyemi's: record it")
    form.all_sent()
    assert rates(server, form.session) == [70]
    assert rates(server, other) == []
    server.sessions["3"] = form.session


def test_a_set_for_a_chair_that_was_given_to_another_patient_is_on_nobody_until_somebody_says(
    tablet: OpenTablet, server: Clinic
) -> None:
    form = Form.open(nurse_at_work(tablet(worker=False), server), server, "3")
    before = rates(server, form.session)
    with without_network(form.page):
        move(server, form.session, "3", "4")
        other = server.start("3", RUTH.name)
        for beats in (67, 68):
            keep_rate(form, beats)
        expect(form.chip()).to_have_text(unsent(2))
    expect(form.chip()).to_have_text("2 need you")
    assert rates(server, form.session) == before
    assert rates(server, other) == []
    form.chip().click()
    dialog = form.page.get_by_role("dialog", name="Kept on this tablet")
    expect(dialog.get_by_text("Samuel Adeyemi sits in chair 4 now")).to_have_count(2)
    expect(dialog.get_by_text("Chair 3 was given to another patient.")).to_have_count(2)
    looked_at(form.page)

    dialog.get_by_role("button", name="Samuel Adeyemi's: record it").first.click()
    expect(form.chip()).to_have_text("1 needs you")
    out = dialog.get_by_role("button", name="The other patient's: take it out")
    expect(out).to_have_count(1)
    out.click()
    expect(form.chip()).to_have_text("1 needs you")
    answer(dialog, "Never recorded: take out")
    form.all_sent()
    assert rates(server, form.session) == [67, *before]
    assert rates(server, other) == []
    assert any("had been given chair 3" in note for note in notes(server, form.session))


def test_a_correction_of_what_a_colleague_corrected_meanwhile_overwrites_nothing_by_itself(
    form: Form, server: Clinic
) -> None:
    server.record("1", {"kind": "vitals", "heart_rate_bpm": 90}, NURSE)
    target = entries_of(server, form.session, "vitals")[0]["id"]
    told = {"session": form.session, "target": target, "beats": 92}
    form.page.evaluate(CORRECT, told)
    with without_network(form.page):
        form.page.evaluate("correctLater()")
        body = {"kind": "corrected", "target": target, "reason": "DEMO", "heart_rate_bpm": 91}
        server.record("1", body)
    dialog = question(form)
    expect(dialog).to_contain_text("Which of the two is right?")
    expect(dialog).to_contain_text("heart rate 92/min")
    expect(dialog).to_contain_text("heart rate 91/min")
    expect(dialog).to_contain_text(f"{SECOND_NURSE.name} has corrected this entry meanwhile")
    assert rates(server, form.session)[0] == 91
    answer(dialog, "This one: record it")
    form.all_sent()
    wait_until(form.page, lambda: rates(server, form.session)[0] == 92)


@pytest.mark.parametrize("right", ["kept", "shown"])
def test_a_clock_that_was_changed_before_sending_shows_both_times(
    tablet: OpenTablet, server: Clinic, right: str
) -> None:
    page = nurse_at_work(tablet(worker=False, anew=True), server)
    page.add_init_script(OWN_CLOCK)
    form = Form.open(page, server, "1")
    beats = 93 if right == "kept" else 94
    with without_network(page):
        keep_rate(form, beats)
        page.evaluate(AHEAD, AHEAD_MS)
    dialog = question(form)
    expect(dialog).to_contain_text("When was it measured?")
    shown, kept = dialog.locator(".sides__one strong").all_inner_texts()
    assert re.fullmatch(r"\d\d:\d\d", shown)
    assert shown != kept
    line = _line(server, form.session, beats)
    if right == "kept":
        answer(dialog, f"{kept}: leave it")
        form.all_sent()
        assert _line(server, form.session, beats)["at"] == line["at"]
        assert any(f"the tablet had shown {shown}" in one for one in notes(server, form.session))
    else:
        answer(dialog, f"{shown}: change the record")
        form.all_sent()
        wait_until(page, lambda: _line(server, form.session, beats)["at"] != line["at"])
        moved = _line(server, form.session, beats)["at"]
        assert page.evaluate(CLOCK, {"at": moved}) == shown


CLOCK = """
({ at }) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit",
  timeZone: monitor.record.form.zone }).format(Date.parse(at))
"""


def _line(server: Clinic, session: str, beats: int) -> dict[str, Any]:
    lines = entries_of(server, session, "vitals")
    return next(line for line in lines if line["fields"].get("heart_rate_bpm") == beats)


def test_an_end_and_what_was_measured_after_it_stand_side_by_side(
    tablet: OpenTablet, server: Clinic
) -> None:
    session = server.sessions["2"]
    form = Form.open(nurse_at_work(tablet(worker=False), server), server, "2")
    with without_network(form.page):
        with server.caller(PHYSICIAN) as client:
            ending = {"to": "hospital", "reason": "DEMO: left", "pin": PHYSICIAN.pin}
            client.post(f"/sessions/{session}/discharge/end", json=ending).raise_for_status()
        keep_rate(form, 69)
    dialog = question(form)
    expect(dialog).to_contain_text("Was it measured before the end?")
    expect(dialog).to_contain_text(re.compile(r"The session ended at \d\d:\d\d"))
    looked_at(form.page)
    before = len(rates(server, session))
    dialog.get_by_role("button", name="Take it out").click()
    answer(dialog, "Never recorded: take out")
    form.all_sent()
    assert len(rates(server, session)) == before
    assert any("was taken out by" in note for note in notes(server, session))
