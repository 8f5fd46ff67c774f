"""A QR code: the modules of the code, dark on white, named for readers."""

import re

from qrcode.main import QRCode

from compliance.charts.qr import QUIET, qr_code


def modules_of(drawing: str) -> set[tuple[int, int]]:
    """Return the dark modules that the path of the drawing covers."""
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawing)
    return {(int(x) + step, int(y)) for x, y, wide in runs for step in range(int(wide))}


def test_the_drawing_holds_every_module_of_the_code():
    text = "otpauth://totp/Daybook:theo@plan.example?secret=ABCDEFGHIJKLMNOP&issuer=Daybook"
    code = QRCode(border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    dark = {(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark}
    assert modules_of(qr_code(text, "A key")) == dark


def test_it_is_dark_on_white_in_every_theme_and_says_what_it_is():
    drawing = qr_code("text", 'A "key"')
    assert 'fill="#fff"' in drawing
    assert 'fill="#000"' in drawing
    assert 'role="img" aria-label="A &#34;key&#34;"' in drawing
