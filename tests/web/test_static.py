import re
from pathlib import Path

import pytest

from compliance.config import PACKAGE, asset_folder

STATIC = PACKAGE / "static"
ICONS = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "vendor/icons.svg").read_text()))
NAMED = re.compile(r"""\bic\("([a-z0-9-]+)\"""")
COLOURS = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(", re.I)


def templates() -> list[Path]:
    return sorted(asset_folder("templates").rglob("*.html"))


@pytest.mark.parametrize("page", templates(), ids=lambda path: path.name)
def test_every_icon_a_template_names_is_in_the_sprite(page):
    assert set(NAMED.findall(page.read_text(encoding="utf-8"))) <= ICONS


def test_every_icon_the_package_names_is_in_the_sprite():
    tables = (PACKAGE / "core/states.py").read_text(encoding="utf-8")
    assert set(re.findall(r'Word\("[^"]+", "\w+", "([^"]+)"\)', tables)) <= ICONS


def test_colours_stand_in_the_tokens_alone():
    text = (STATIC / "css/shell.css").read_text(encoding="utf-8")
    assert not COLOURS.search(re.sub(r'url\("data:[^"]*"\)', "", text))


def test_every_font_file_exists():
    sheet = (STATIC / "css/fonts.css").read_text(encoding="utf-8")
    files = re.findall(r'url\("\.\./([^"]+)"\)', sheet)
    assert len(files) == 3
    assert all((STATIC / name).is_file() for name in files)


def test_every_vendored_part_has_its_licence():
    told = (STATIC / "vendor/README.md").read_text(encoding="utf-8")
    for licence in re.findall(r"`([\w-]+-LICENSE\.txt)`", told):
        assert (STATIC / "vendor" / licence).is_file()
    for path in (STATIC / "vendor").iterdir():
        stem = (
            path.name.replace("-latin-ext", "-*")
            .replace("-latin", "-*")
            .replace("-vietnamese", "-*")
        )
        assert stem == "README.md" or f"`{stem}`" in told, path.name
