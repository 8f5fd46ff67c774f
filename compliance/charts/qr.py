"""A QR code as a drawing: always dark on white, since cameras read no other."""

from markupsafe import Markup

from compliance.charts.svg import element, picture

QUIET = 4  # modules of white around, which readers need


def qr_code(text: str, label: str) -> Markup:
    """Return the code of a text, one unit a module; `label` says to readers what it holds."""
    from qrcode.main import QRCode  # read where a code is drawn, not at each start

    code = QRCode(border=QUIET)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    size = len(rows)
    paper = element("rect", width=size, height=size, fill="#fff")
    ink = element("path", d="".join(_runs(rows)), fill="#000", shape_rendering="crispEdges")
    return picture((paper, ink), (size, size), css="qr", label=label)


def _runs(rows: list[list[bool]]) -> list[str]:
    """Return each run of dark modules as one box of the path."""
    found = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                found.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = end + 1
    return found
