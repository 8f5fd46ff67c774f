"""The process that compiles one document: an order as JSON on stdin, the PDF on stdout."""

import json
import sys
from typing import Any


def compiled(order: dict[str, Any]) -> bytes:
    """Return the PDF of one order; fonts of the machine are not looked at."""
    import typst

    made = typst.compile(
        order["template"],
        font_paths=[order["fonts"]],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": order["data"]},
        pdf_standards=["ua-1"],
        timestamp=order["timestamp"],
    )
    return bytes(made)


if __name__ == "__main__":
    sys.stdout.buffer.write(compiled(json.loads(sys.stdin.buffer.read())))
