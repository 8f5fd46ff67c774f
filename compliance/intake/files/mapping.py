"""A mapping file: pairs of their heading and our column."""

from pathlib import Path

from compliance.core.errors import BadFile, BadPack
from compliance.intake.files.columns import ALIASES, COLUMNS
from compliance.intake.files.headings import heading_key
from compliance.intake.files.reading import read_table
from compliance.rulebook.strict_yaml import parse


def read_mapping(path: Path) -> dict[str, str]:
    """Return a mapping from their headings to ours, from a yaml or csv file of pairs.

    Raises:
        BadFile: not readable as pairs.
    """
    if path.suffix.lower() in {".yaml", ".yml"}:
        try:
            tree = parse(path.read_text(encoding="utf-8-sig"), path.name)
        except (BadPack, UnicodeDecodeError) as error:
            raise BadFile(f"The mapping cannot be read: {error}") from error
        if not isinstance(tree, dict):
            raise BadFile(f"{path.name} must hold lines of the form `Their heading: our_column`.")
        return {theirs: "" if ours is None else str(ours) for theirs, ours in tree.items()}
    return _pairs(path)


def _pairs(path: Path) -> dict[str, str]:
    sheet = read_table(path, path.name)
    lines = [(1, sheet.header), *sheet.lines()]
    short = next((row for row, cells in lines if len(cells) < 2), None)
    if short:
        raise BadFile(f"{path.name}, row {short}: two cells are needed, their heading and ours.")
    pairs = {cells[0].strip(): cells[1].strip() for _, cells in lines}
    first = heading_key(sheet.header[1])
    if first not in COLUMNS and first not in ALIASES:
        pairs.pop(sheet.header[0], None)  # a header of the mapping itself
    return pairs
