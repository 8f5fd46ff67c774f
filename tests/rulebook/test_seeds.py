"""Policy files: faulty or uncited ones are refused in a sentence that names file and place."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from compliance.core.errors import BadPack
from compliance.rulebook.seeds import read_policies
from tests.makers.rulebook import POLICIES

DECISION = "parameters/credentialing/decision_days.yaml"
Edit = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped files, to be spoiled."""
    return shutil.copytree(POLICIES, tmp_path / "policies")


def swap(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text, f"{old!r} is not in the shipped file"
        return text.replace(old, new)

    return edit


def refusal(folder: Path, file: str, edit: Edit) -> str:
    path = folder / file
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(BadPack) as refused:
        read_policies(folder)
    return str(refused.value)


@pytest.mark.parametrize(
    ("file", "edit", "sentence"),
    [
        (
            DECISION,
            swap("    checked_on: 2026-11-21\n", ""),
            (
                f"policies/{DECISION}, at sources.0: nobody has checked Cal. Health & Safety Code "
                "§ 1374.197; add checked_on with the day somebody read it, or `assumed: why`."
            ),
        ),
        (
            DECISION,
            lambda text: text.split("sources:")[0] + "sources: []\n",
            f"policies/{DECISION}, at sources: no source; name one",
        ),
        (
            DECISION,
            lambda text: text.split("sources:")[0],
            f"policies/{DECISION}, at sources: missing; add it.",
        ),
        (
            DECISION,
            swap("id: credentialing.decision_days", "id: credentialing.decision"),
            (
                f"policies/{DECISION}, at id: credentialing.decision is not its path; write "
                "credentialing.decision_days."
            ),
        ),
        (DECISION, swap("binding: law", "binding: lore"), f"policies/{DECISION}, at binding: it "),
        (DECISION, swap("title:", "titel:"), f"policies/{DECISION}, at title: missing; add it."),
        (
            DECISION,
            swap("binding: law", "binding: law\nroll: back"),
            f"policies/{DECISION}, at roll: not a known field; remove it or mend its name.",
        ),
        (
            DECISION,
            swap("2023-01-01: 60", "2023-01-01: sixty"),
            (
                f"policies/{DECISION}, at values.2023-01-01: sixty is not a whole number; give a "
                "number of calendar days."
            ),
        ),
        (DECISION, swap("2023-01-01: 60", "2023-01-01: -60"), "-60 is not a whole number"),
        (DECISION, swap("2023-01-01: 60", "2023-01-01: 60.0"), "60.0 is not a whole number"),
        (DECISION, swap("2023-01-01: 60", "2023-02-30: 60"), "2023-02-30 is not a date; use YYYY"),
        (DECISION, swap("2023-01-01: 60", "1767225600: 60"), "1767225600 is not a date; use YYYY"),
        (DECISION, swap("2023-01-01: 60", "20230101: 60"), "20230101 is not a date; use YYYY"),
        (DECISION, swap("  2023-01-01: 60\n", "  {}\n"), "at values: no value; give the first"),
        (
            DECISION,
            swap("confidence: S\n", "until: 2022-12-31\nconfidence: S\n"),
            "at until: 2022-12-31 is not after the last value",
        ),
        (DECISION, swap("url: https", "url: http"), "is not an https address; mend it."),
        (DECISION, lambda text: f"[{text!r}]", f"policies/{DECISION}: not a mapping; write"),
        (
            "parameters/credentialing/verification_days.yaml",
            swap("{2000-01-01: NCQA-PSV-180, ", "{"),
            "at rule: its days differ from those of values; give one rule id for each value.",
        ),
        (
            "parameters/credentialing/general_mode.yaml",
            swap("2026-01-01: warn", "2026-01-01: hush"),
            "at values.2026-01-01: hush is not allowed; choose one of warn, enforce.",
        ),
        (
            "calendars/ca_strict.yaml",
            swap("    2026-12-25", "    2027-12-25"),
            "policies/calendars/ca_strict.yaml, at years.2026: 2027-12-25 is not in 2026; move",
        ),
        (
            "calendars/ca_strict.yaml",
            swap("  2026:\n", "  2062:\n"),
            "policies/calendars/ca_strict.yaml, at years: 2026 is missing between 2020 and 2062",
        ),
        (
            "clocks/decisions.yaml",
            swap("[credentialing.decision_days]", "[credentialing.decision_dais]"),
            "policies/clocks, at decision: there is no parameter credentialing.decision_dais;",
        ),
        (
            "clocks/decisions.yaml",
            swap("  verb: Record decision\n  note", "  calendar: moon\n  note"),
            "policies/clocks, at decision: there is no calendar moon; mend the name",
        ),
        (
            "clocks/notices.yaml",
            swap("  law: credentialing.general_notice_days", "  law: credentialing.decision_days"),
            "at general_notice: its law credentialing.decision_days is not among its counts;",
        ),
        (
            "clocks/notices.yaml",
            swap("counts: [credentialing.notice_policy_days]", "counts: []"),
            "at second_notice: it counts nothing; name at least one parameter under counts.",
        ),
        (
            "clocks/notices.yaml",
            swap("counts: [credentialing.notice_policy_days]", "counts: [jobs.stale_hours]"),
            "at second_notice: jobs.stale_hours is not a length of time; name one that is.",
        ),
        (
            "clocks/notices.yaml",
            swap("- name: second_notice", "- name: decision"),
            "policies/clocks/notices.yaml, at decision: a second clock; rename one of them.",
        ),
        ("clocks/notices.yaml", lambda text: "a: b", "policies/clocks/notices.yaml: not a list;"),
        (
            "ladders/notice.yaml",
            swap("general_notice", "general_note"),
            "policies/ladders: there is no clock general_note; mend the kind.",
        ),
        (
            "ladders/notice.yaml",
            swap("second_notice", "decision"),
            "policies/ladders: the kind decision stands in more than one ladder; keep it in one.",
        ),
        ("ladders/other.yaml", swap('"*"', "activation"), 'give one the kind "*".'),
        (
            "duties/CRED.yaml",
            swap("number: 1\n", "number: 2\n"),
            "policies/duties/CRED.yaml, at number: BILL has 2 too; give each its own.",
        ),
        (
            "duties/CRED.yaml",
            swap("- id: CRED-02", "- id: CRED-01"),
            "at duties: CRED-01 stands twice; an id is one duty's for good.",
        ),
        (
            "duties/CRED.yaml",
            swap("- id: CRED-02", "- id: BILL-02"),
            "at duties.BILL-02: not an id of this department; write CRED-01 or another number.",
        ),
        (
            "duties/CRED.yaml",
            swap("recurrence: once", "recurrence: weekly"),
            "at duties.CRED-10: there is no recurrence weekly; use one of each_meeting, event,",
        ),
        (
            "duties/ADM.yaml",
            swap("    event: The policy is revised\n", ""),
            "at duties.ADM-08: it comes at events and names none; say under event which one.",
        ),
        (
            "duties/CRED.yaml",
            swap("code: guidance", "code: decided"),
            "at duties.CRED-02: evidence: decided stands twice; give each piece its own code.",
        ),
        (
            "duties/CRED.yaml",
            swap("{plan} states", "{plna} states"),
            "at duties.CRED-02: {plna} is not a name we fill in; use {plan} or {mbho}.",
        ),
        (
            "duties/CRED.yaml",
            swap("credentialing.decision_days:", "credentialing.decision_dais:"),
            "at duties.CRED-07: law: there is no parameter credentialing.decision_dais;",
        ),
        (
            "recurrences.yaml",
            swap("months: 0}", "months: 2}"),
            "at once: a period and its freshness belong together; give both or neither.",
        ),
        (
            "recurrences.yaml",
            swap("duties.monthly_days", "duties.weekly_days"),
            "at monthly: there is no parameter duties.weekly_days; mend the id or add its file.",
        ),
        (
            "kpis/R-CR2.yaml",
            swap("2023-01-01: 100", "2023-01-01: all"),
            "policies/kpis/R-CR2.yaml, at targets.2023-01-01: all is no target; give a number,",
        ),
        (
            "kpis/R-CR2.yaml",
            swap("[plan, mbho]", "[plan, tern]"),
            "at reporters: tern reports nothing; use plan or mbho.",
        ),
        (
            "kpis/R-CR2.yaml",
            swap("reporters: [plan, mbho]", "reporters: []"),
            "at reporters: nobody reports it; name plan or mbho.",
        ),
        (
            "kpis/R-CR1.yaml",
            swap("partner: R-CR4", "partner: R-CR44"),
            "at partner: there is no figure R-CR44; mend the id or add its file.",
        ),
        (
            "kpis/R-CR2.yaml",
            swap(", late decisions]", "]"),
            "at missed: not two words; give the word for one and the word for many.",
        ),
        (
            "kpis/R-CR2.yaml",
            swap("confidence: C", "valid_to: 2020-01-01\nconfidence: C"),
            "at valid_to: 2020-01-01 lies before valid_from; mend one of the two.",
        ),
        (
            "letters/complete.yaml",
            swap("{{owner_name}}", "{{boss}}"),
            "policies/letters/complete.yaml, at values.2020-01-01: {{boss}} is not a merge field;",
        ),
        (
            "letters/incomplete.yaml",
            swap("{{items}}", "them"),
            "at values.2020-01-01: the letter needs items; put {{items}} into its body.",
        ),
        ("letters/complete.yaml", swap("general_notice", "x"), "at meets: there is no clock x;"),
        (
            "letters/complete.yaml",
            swap("says: complete", "says: done"),
            "at says: done is not known; leave it out or use complete or incomplete.",
        ),
        (
            "letters/reminder.yaml",
            swap("step: remind", "step: wait"),
            "at step: wait is not known; leave it out or use refuse_role or remind.",
        ),
        (
            "letters/reminder.yaml",
            swap("{{plan_phone}}, {{plan_email}}\n    body", "{{fax}}\n    body"),
            "at values.2020-01-01: {{fax}} is not a merge field;",
        ),
        (
            "checklists/completeness.yaml",
            swap("PMHNP", "PMHMP"),
            "policies/checklists/completeness.yaml, at values.2020-01-01.dea: no role PMHMP;",
        ),
        (
            "checklists/completeness.yaml",
            swap("code: w9", "code: npi"),
            "at values.2020-01-01: the item npi stands twice; keep one.",
        ),
        ("roles.yaml", swap("code: LEP", "code: LPCC"), "at 9: LPCC stands twice; keep one"),
        (
            "lines.yaml",
            swap("is_state_regulated: true", "is_state_regulated: perhaps"),
            "policies/lines.yaml, at 0.is_state_regulated: it must be a valid boolean",
        ),
    ],
)
def test_a_faulty_file_is_refused_in_one_sentence(
    folder: Path, file: str, edit: Edit, sentence: str
) -> None:
    said = refusal(folder, file, edit)
    assert sentence in said
    assert "\n" not in said


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "roles.yaml").unlink()
    with pytest.raises(BadPack, match=r"policies/roles\.yaml cannot be read"):
        read_policies(folder)


def test_a_file_that_is_not_text_is_refused(folder: Path) -> None:
    (folder / DECISION).write_bytes(b"title: \xff\xfe")
    with pytest.raises(BadPack, match="is not UTF-8 text: save it as UTF-8"):
        read_policies(folder)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPack, match="There is no folder"):
        read_policies(tmp_path / "nowhere")


def test_an_id_left_out_is_the_path(folder: Path) -> None:
    path = folder / DECISION
    path.write_text(path.read_text().replace("id: credentialing.decision_days\n", ""))
    assert "credentialing.decision_days" in read_policies(folder).parameters


def test_a_calendar_without_years_is_refused(folder: Path) -> None:
    head = (folder / "calendars/ca_judicial.yaml").read_text().split("years:")[0]
    (folder / "calendars/ca_judicial.yaml").write_text(head + "years: {}\n")
    with pytest.raises(BadPack, match="at years: no year is listed; add at least one"):
        read_policies(folder)
