"""PDF by typst, compiled in a short-lived process: its cache grows, and ours stays small.

Data reaches the template as JSON and never as markup, so that no name or note can change a page.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from compliance.core.errors import Environment

FONTS = Path(__file__).with_name("fonts")
MODULE = "compliance.documents.compiling"
LONGEST_SECONDS = 60


def typeset(template: Path, data: Mapping[str, Any], at: datetime) -> bytes:
    """Return the PDF/UA-1 of a template and its data, dated `at`; the same input, the same bytes.

    Raises:
        Environment: it cannot be made; the message holds what typst says.
    """
    order = {
        "template": str(template),
        "fonts": str(FONTS),
        "data": json.dumps(data, ensure_ascii=False, sort_keys=True),
        "timestamp": int(at.timestamp()),
    }
    try:
        done = subprocess.run(  # noqa: S603  (our own module, nothing of it from outside)
            [sys.executable, "-m", MODULE],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
            cwd=Path(__file__).parents[2],
        )
    except subprocess.TimeoutExpired as error:
        raise Environment(f"The PDF took longer than {LONGEST_SECONDS} seconds.") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Environment(f"The PDF could not be made: {said[-1] if said else 'no reason given'}")
    return done.stdout
