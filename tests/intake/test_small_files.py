"""Small files: read by any heading, judged, applied whole or not at all, later forgotten."""

import io
from datetime import timedelta

import pytest

from compliance import store
from compliance.core.errors import BadFile, NotNow
from compliance.db import session, transaction
from compliance.intake.files.given import read_given
from compliance.intake.models import SmallFile
from compliance.intake.rules import Stage
from compliance.intake.services.forgetting import forget_old_small_files
from compliance.intake.services.small_files import apply_file, judge_file, keep_small
from tests.conftest import TODAY, occasion
from tests.makers.small_files import DESKS, desk_of

pytestmark = pytest.mark.usefixtures("database")


def given(text: str, name: str = "desks.csv"):
    return read_given(text.encode(), name, DESKS)


def bring_in(text: str, **how):
    with transaction():
        return apply_file(DESKS, given(text), occasion(), **how)


def test_headings_are_found_in_any_order_and_letters():
    read = given("DESK;Person\n12;ines\n")
    assert read.rows[0].cells == {"person": "ines", "desk": "12"}


def test_columns_that_we_do_not_know_are_named():
    assert given("person,desk,floor\nines,12,3\n").unknown == ("floor",)


def test_a_file_without_any_column_of_ours_is_refused():
    with pytest.raises(BadFile, match="no column for person"):
        given("a,b\n1,2\n")


def test_a_file_with_too_many_rows_is_refused():
    with pytest.raises(BadFile, match="more than 50 rows"):
        given("person\n" + "ines\n" * 51)


@pytest.mark.parametrize(
    ("text", "row", "message"),
    [
        ("person,desk\nines,123-45-6789\n", 2, "social security"),
        ("person,desk\nines,12\n,13\n", 3, "person is blank"),
        (f"person,desk\nines,{'1' * 501}\n", 2, "501 characters"),
        ("person,desk\nines,12,13\n", 2, "needs quotes"),
    ],
)
def test_a_row_that_is_wrong_at_sight_is_refused_and_not_judged(text, row, message):
    judged = judge_file(DESKS, given(text), occasion())
    assert [each.row for each in judged.refused] == [row]
    assert message in judged.refused[0].message
    assert judged.read == text.count("\n") - 1


def test_the_apostrophe_of_our_exports_is_taken_off():
    assert given("person,desk\n'=ines,12\n").rows[0].cells["person"] == "=ines"


def test_one_refused_row_keeps_all_of_them_out():
    with pytest.raises(NotNow, match="Mend them"):
        bring_in("person,desk\nines,12\nhal,window\n")
    assert desk_of("ines") == ""


def test_partial_brings_in_the_good_rows():
    judged = bring_in("person,desk\nines,12\nhal,window\n", partial=True)
    assert judged.counts["refused"] == 1
    assert desk_of("ines") == "12"


def test_the_same_file_twice_changes_nothing():
    bring_in("person,desk\nines,12\n")
    again = bring_in("person,desk\nines,12\n")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)


def test_a_yes_holds_only_for_what_was_shown():
    shown = judge_file(DESKS, given("person,desk\nines,12\n"), occasion()).fingerprint
    session().rollback()
    bring_in("person,desk\nines,11\n")
    with pytest.raises(NotNow, match="has changed since"):
        bring_in("person,desk\nines,12\n", seen=shown)
    assert desk_of("ines") == "11"


def test_a_file_that_nobody_answered_is_forgotten_with_its_record_kept(tmp_path):
    stored = store.keep(tmp_path, io.BytesIO(b"person,desk\nines,12\n"))
    with transaction():
        number = keep_small(DESKS, "desks.csv", stored, occasion())
    assert forget_old_small_files(tmp_path, occasion(TODAY + timedelta(days=29))) == 0
    assert forget_old_small_files(tmp_path, occasion(TODAY + timedelta(days=31))) == 1
    assert session().get(SmallFile, number).stage == Stage.DISCARDED
    assert not list(tmp_path.rglob(stored.sha256))
