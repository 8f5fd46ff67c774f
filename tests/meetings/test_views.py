"""Pages of meetings: a series from one form, an agenda arranged, work done by its owner."""

import pytest

from compliance.db import session
from compliance.meetings.queries.loading import shelf
from tests.conftest import occasion, sign_in
from tests.makers.meetings import make_action, make_series
from tests.makers.people import make_person

KEY = "0123456789abcdef"
DAY = "/meetings/2026-12-03"


@pytest.fixture
def joint(people):
    made = make_series(occasion())
    session().commit()
    return made


@pytest.fixture
def organizer(client, joint):
    return sign_in(client, joint.grace)


def post(client, path, **form):
    return client.post(path, data={"post_key": KEY, **form})


def series_form(joint, **said):
    return {
        "name": "Claims huddle",
        "cadence": "monthly",
        "week": "2",
        "weekday": "1",
        "from_on": "12/01/2026",
        "at": "9.30",
        "minutes": "30",
        "pack_days": "2",
        "chair": str(joint.rosa.id),
        "co_chair": "",
        "plan_people": [str(joint.grace.id)],
        "mbho_people": [str(joint.hal.id)],
        "items": ["closing"],
        **said,
    }


def test_an_empty_list_says_how_to_begin(client, people):
    page = sign_in(client, people.olivia).get("/meetings")
    assert "No meetings yet" in page.text
    assert "Start a series from the standing agenda in the policy" in page.text


def test_a_series_starts_from_one_form_with_required_items_kept(organizer, joint):
    answer = post(organizer, "/meetings/series/new", **series_form(joint))
    assert answer.status_code == 303, answer.text
    meeting = shelf(occasion()).meeting("2026-12-08")
    assert [each.key for each in meeting.items] == [
        "quality", "access", "claims", "alignment", "closing",
    ]  # fmt: skip
    assert f"{meeting.at:%H:%M}" == "09:30"


def test_the_next_dates_are_shown_before_anything_is_written(organizer, joint):
    form = series_form(joint, preview="yes", week="4", weekday="3")
    page = post(organizer, "/meetings/series/new", **form)
    assert "Thu 24 Dec 2026" in page.text
    assert len(shelf(occasion()).series) == 1


def test_a_wrong_time_is_refused_at_its_field_with_all_kept(organizer, joint):
    page = post(organizer, "/meetings/series/new", **series_form(joint, at="noonish"))
    assert "noonish is not a time of day" in page.text
    assert "Claims huddle" in page.text


def test_the_agenda_shows_starts_total_and_what_blocks_the_pack(organizer):
    page = organizer.get(DAY)
    assert "10:08" in page.text
    assert "33 of 60 min" in page.text
    assert "items have no lead" in page.text


def test_an_item_is_added_changed_and_moved(organizer, joint):
    post(organizer, f"{DAY}/items/new", title="Contract", minutes="40", lead=str(joint.rosa.id))
    page = organizer.get(DAY)
    assert "73 of 60 min, 13 over" in page.text
    key = shelf(occasion()).meetings[0].items[-1].key
    post(organizer, f"{DAY}/items/{key}/move", to="up")
    assert shelf(occasion()).meetings[0].items[-2].key == key


def test_a_required_item_is_not_left_out_without_a_reason(organizer):
    page = post(organizer, f"{DAY}/items/quality/nothing", why="")
    assert "required at every meeting" in page.text
    assert post(organizer, f"{DAY}/items/quality/nothing", why="No file.").status_code == 303


def test_a_double_click_adds_one_item(organizer):
    for _ in range(2):
        post(organizer, f"{DAY}/items/new", title="Contract", minutes="5", lead="")
    assert [each.title for each in shelf(occasion()).meetings[0].items].count("Contract") == 1


def test_the_partner_marks_their_item_done_and_may_not_arrange(client, joint):
    action = make_action(joint, occasion())
    session().commit()
    partner = sign_in(client, joint.hal)
    assert "Add item" not in partner.get(DAY).text
    assert partner.get(f"{DAY}/items/new").status_code == 403
    path = f"/meetings/actions/{action.ref}"
    assert post(partner, f"{path}/state", state="done").status_code == 303
    assert "Done, to verify" in partner.get(path).text


def test_a_partner_of_another_mbho_finds_nothing(client, joint):
    other = make_person("Owen Drury", occasion(), "partner", organization="harbor")
    session().commit()
    stranger = sign_in(client, other)
    assert stranger.get(DAY).status_code == 404
    assert "2026-12-03" not in stranger.get("/meetings.csv").text


def test_cancelling_asks_why_and_is_taken_back(organizer):
    assert "Say why." in post(organizer, f"{DAY}/cancel", why="").text
    post(organizer, f"{DAY}/cancel", why="Storm.")
    assert "Cancelled: Storm." in organizer.get(DAY).text
    post(organizer, f"{DAY}/restore")
    assert "Cancelled: Storm." not in organizer.get(DAY).text


def test_a_move_to_a_closed_day_is_refused(organizer):
    page = post(organizer, f"{DAY}/move", day="12/25/2026", at="10:00", why="Chair away.")
    assert "That day is closed: Christmas" in page.text


def test_minutes_wait_for_the_day(organizer):
    assert "Not held yet" in organizer.get(f"{DAY}/minutes").text


def test_the_review_shows_charts_or_a_table_and_keeps_what_we_say(organizer):
    assert "What we say in the meeting" in organizer.get(f"{DAY}/kpi").text
    assert "<table" in organizer.get(f"{DAY}/kpi?show=table").text
    post(organizer, f"{DAY}/kpi", text="Ask for October.")
    page = organizer.get(f"{DAY}/kpi").text
    assert "Ask for October." in page
    assert "by Grace Okafor" in page


def test_the_review_leads_to_asking_for_what_is_missing(organizer):
    assert "/kpis/ask?period=2026-10" in organizer.get(f"{DAY}/kpi").text


def test_a_draft_is_made_read_and_downloaded(organizer):
    assert "No pack yet" in organizer.get(f"{DAY}/pack").text
    assert post(organizer, f"{DAY}/pack").status_code == 303
    assert "Draft 1" in organizer.get(f"{DAY}/pack").text
    assert "Confidential. No member names." in organizer.get(f"{DAY}/pack/1").text
    answer = organizer.get(f"{DAY}/pack/1.pdf")
    assert answer.data.startswith(b"%PDF-")
    answer.close()
    assert organizer.get(f"{DAY}/pack/9").status_code == 404


def test_the_final_pack_is_previewed_sent_and_taken_back(organizer):
    assert "Pack for Joint operating meeting" in organizer.get(f"{DAY}/pack/send").text
    post(organizer, f"{DAY}/pack/send")
    assert "4 of 4 on their way" in organizer.get(f"{DAY}/pack").text
    post(organizer, f"{DAY}/mail/undo", kind="meeting_pack")
    assert "Taken back, nothing was sent" in organizer.get(f"{DAY}/pack").text


def test_the_invitation_is_previewed_sent_and_kept_as_a_file(organizer):
    page = organizer.get(f"{DAY}/invite")
    assert "hal@aldercreek.example" in page.text
    assert post(organizer, f"{DAY}/invite").status_code == 303
    answer = organizer.get(f"{DAY}/invite.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "METHOD:REQUEST" in answer.text
