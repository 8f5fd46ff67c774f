"""What an uploaded file is, by what it holds; neither its name nor the browser is believed."""

MARKS: dict[str, bytes] = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
}
ENDINGS: dict[str, tuple[str, str]] = {
    ".pdf": ("application/pdf", "a PDF"),
    ".png": ("image/png", "a PNG picture"),
    ".jpg": ("image/jpeg", "a JPEG picture"),
    ".jpeg": ("image/jpeg", "a JPEG picture"),
    ".txt": ("text/plain", "plain text"),
}
SHOWN = frozenset({*MARKS, "text/plain"})
"""Types that a browser may show in a page of ours; everything else is only downloaded."""
UNKNOWN = "application/octet-stream"
HEAD = 1024


def media_type(name: str, head: bytes) -> str:
    """Return the type of a file by its first bytes; `UNKNOWN` for one that is only downloaded."""
    for kind, mark in MARKS.items():
        if head.startswith(mark):
            return kind
    is_text = _ending(name) == ".txt" and b"\0" not in head
    return "text/plain" if is_text else UNKNOWN


def media_problem(name: str, head: bytes) -> str | None:
    """Return what is wrong with a file that is not what its name says, or None."""
    said, words = ENDINGS.get(_ending(name), ("", ""))
    if not said or media_type(name, head) == said:
        return None
    return f"{name} is named as {words}, but what it holds is none. Save it again, then add it."


def _ending(name: str) -> str:
    _, dot, ending = name.lower().rpartition(".")
    return dot + ending
