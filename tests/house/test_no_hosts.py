"""No package host and no path of one machine stands in a file that git keeps."""

import re

from tests.house.tree import kept_files, name

BAD = re.compile(
    r"p(?:)ypi[.]org|python(?:)hosted|registry[.]np(?:)mjs|deb[.]deb(?:)ian"
    r"|(?<![\w.])/(?:work|farm|tmp)/[a-z]",
    re.I,
)
LARGEST = 2_000_000


def test_no_file_names_a_package_host_or_a_machine_path():
    found = []
    for path in kept_files():
        if "/vendor/" in name(path) or path.stat().st_size > LARGEST:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name(path)}: {hit.group()}" for hit in BAD.finditer(text)]
    assert not found, "\n".join(found)
