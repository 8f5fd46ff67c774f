"""Which application a row of a file is: by its reference, else by what it is known by."""

from collections.abc import Sequence

from compliance.credentialing.queries.references import Known, known_by_identity, known_by_ref
from compliance.credentialing.services.receive import identities_of
from compliance.intake.files.rows import FileRow


def keys_of(file_row: FileRow) -> list[str]:
    """Return what a row is looked up by, strongest first; empty when it cannot be on record."""
    if file_row.ref:
        return [f"ref:{file_row.ref}"]
    received_on = file_row.dates.received_on
    if received_on is None:
        return []
    return identities_of(file_row.entry, received_on)


def find_known(rows: Sequence[FileRow]) -> dict[int, Known]:
    """Return the application each row is, by spreadsheet row; new ones are left out."""
    refs = known_by_ref({each.ref for each in rows if each.ref})
    keys = {key for each in rows if not each.ref for key in keys_of(each)}
    identities = known_by_identity(keys)
    found = {}
    for each in rows:
        shelf, wanted = (refs, [each.ref]) if each.ref else (identities, keys_of(each))
        known = next((shelf[key] for key in wanted if key in shelf), None)
        if known:
            found[each.row] = known
    return found
