import csv
import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from compliance.core.errors import BadFile
from compliance.credentialing.models import ApplicationRef
from compliance.db import session
from compliance.intake.cli.applications import applications
from compliance.intake.models import ApplicationImport
from tests.conftest import occasion
from tests.makers.files import csv_of, make_row, written, xlsx_of

pytestmark = pytest.mark.usefixtures("database")


class Console:
    def __init__(self, as_json=True, max_upload=20_000_000):
        self.json = as_json
        self.settings = SimpleNamespace(max_upload=max_upload)
        self.clock = SimpleNamespace(now=lambda: occasion().now)

    def occasion(self):
        return occasion()

    writing = occasion

    def emit(self, document, lines):
        print(json.dumps(document) if self.json else "\n".join(lines))  # noqa: T201


def run(*words, **console):
    return CliRunner().invoke(
        applications,
        ["import", *map(str, words)],
        obj=Console(**console),
        catch_exceptions=False,
    )


def document(result):
    return json.loads(result.stdout)


def how_many(table=ApplicationRef) -> int:
    return session().scalar(select(func.count()).select_from(table))


def test_import_prints_the_document_of_the_contract(tmp_path):
    result = run(written(tmp_path, make_row(1), make_row(2, npi="1234567890")))
    assert result.exit_code == 0
    assert document(result) == {
        "read": 2,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "problems": [
            {
                "row": 3,
                "column": "npi",
                "value": "1234567890",
                "message": "1234567890 is not a valid NPI. Check every digit.",
            }
        ],
        "refused": [],
    }


def test_refusal_means_exit_1_and_nothing_done(tmp_path):
    result = run(written(tmp_path, make_row(1), make_row(2, received_on="2026-02-30")))
    assert result.exit_code == 1
    said = document(result)
    assert (said["read"], said["created"]) == (2, 0)
    assert [each["row"] for each in said["refused"]] == [3]
    assert how_many() == 0


def test_partial_writes_the_refused_rows_beside_the_file(tmp_path):
    file = written(
        tmp_path, make_row(1), make_row(2, received_on="2026-02-30"), name="november.csv"
    )
    result = run(file, "--partial")
    assert (result.exit_code, how_many()) == (1, 1)
    assert "november.refused.csv" in result.stderr
    with (tmp_path / "november.refused.csv").open(encoding="utf-8-sig", newline="") as out:
        (row,) = csv.DictReader(out)
    assert (row["row"], row["received_on"]) == ("3", "2026-02-30")
    assert "is not a date" in row["message"]


def test_mended_refused_rows_come_in_as_they_are(tmp_path):
    file = written(tmp_path, make_row(1), make_row(2, received_on="2026-02-30"))
    run(file, "--partial")
    refused = tmp_path / "applications.refused.csv"
    refused.write_text(refused.read_text("utf-8-sig").replace("2026-02-30", "2026-11-02"))
    result = run(refused)
    assert (result.exit_code, how_many()) == (0, 2)


def test_dry_run_says_and_does_nothing(tmp_path):
    result = run(written(tmp_path, make_row(1)), "--dry-run")
    assert (result.exit_code, document(result)["created"]) == (0, 1)
    assert how_many() == how_many(ApplicationImport) == 0


def test_dry_run_speaks_of_what_would_be(tmp_path):
    result = run(written(tmp_path, make_row(1)), "--dry-run", as_json=False)
    assert "1 would be created, 0 would be updated, 0 unchanged, 0 would be" in result.stdout


def test_dry_run_with_refusals_exits_1(tmp_path):
    assert run(written(tmp_path, make_row(1, last_name="")), "--dry-run").exit_code == 1


def test_same_file_again_is_unchanged(tmp_path):
    file = written(tmp_path, make_row(1))
    run(file)
    assert document(run(file))["unchanged"] == 1


def test_mapping_and_kept_columns_are_given_as_options(tmp_path):
    (tmp_path / "a.csv").write_text("Surname;Arrived;Notes;Shoes\nRuiz;11/02/2026;call;42\n")
    (tmp_path / "map.yaml").write_text("Surname: last_name\nArrived: received_on\n")
    result = run(tmp_path / "a.csv", "--map", tmp_path / "map.yaml", "--keep-column", "Notes")
    assert result.exit_code == 0
    assert result.stderr == "Columns left aside: Shoes.\n"
    (kept,) = session().scalars(select(ApplicationRef.imported))
    assert kept["extra:Notes"] == "call"


def test_missing_column_is_one_sentence(tmp_path):
    (tmp_path / "a.csv").write_text("A,B,C\n1,2,3\n")
    with pytest.raises(BadFile, match="no column for last_name and received_on"):
        run(tmp_path / "a.csv")


def test_limit_of_the_installation_holds_for_the_command_too(tmp_path):
    with pytest.raises(BadFile, match="DAYBOOK_MAX_UPLOAD"):
        run(written(tmp_path, make_row(1)), max_upload=10)


def test_file_that_is_not_there_is_wrong_usage(tmp_path):
    assert run(tmp_path / "nothing.csv").exit_code == 2


def test_people_read_lines(tmp_path):
    result = run(written(tmp_path, make_row(1, npi="")), as_json=False)
    head, title, line = result.stdout.splitlines()
    assert head == "1 row read: 1 created, 0 updated, 0 unchanged, 0 refused."
    assert title == "Kept with a problem:"
    assert line == "  Row 2, npi: No NPI was given. Ask the applicant for it."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1", "utf-16"])
def test_text_of_any_common_encoding_comes_in(tmp_path, encoding):
    text = csv_of([make_row(1, last_name="Nuñez")]).decode()
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert run(tmp_path / "a.csv").exit_code == 0
    assert session().scalars(select(ApplicationRef.imported)).one()["last_name"] == "Nuñez"


def test_workbook_with_formulas_comes_in_by_its_values(tmp_path):
    lines = [
        ["npi", "last_name", "received_on", "role"],
        [1234567893, "Ruiz", ("=DATE(2026,11,2)", "2026-11-02"), ('="LC"&"SW"', "LCSW")],
    ]
    (tmp_path / "a.xlsx").write_bytes(xlsx_of(lines))
    result = run(tmp_path / "a.xlsx")
    assert (result.exit_code, document(result)["problems"]) == (0, [])


def test_large_csv_with_a_mark_is_read_in_little_memory(tmp_path):
    import tracemalloc

    row = csv_of([make_row(1, notes="x" * 300)]).split(b"\r\n")[1]
    header = csv_of([make_row(1, notes="x")]).split(b"\r\n")[0]
    lines = [row.replace(b"Oyelaran1", b"Oyelaran%d" % each) for each in range(28_000)]
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf" + b"\r\n".join([header, *lines]))
    assert (tmp_path / "a.csv").stat().st_size > 10_000_000
    del lines
    tracemalloc.start()
    from compliance.intake.files.reading import read_table

    sheet = read_table(tmp_path / "a.csv", "a.csv")
    assert sum(1 for _ in sheet.lines()) == 28_000
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
