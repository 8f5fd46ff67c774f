"""How charts are colored: by classes of the stylesheet on a page, by literal values in a document.

A document has no stylesheet of ours, so its look carries everything; the values are those of the
light theme in `tokens.css`.
"""

from collections.abc import Mapping

from compliance.charts.svg import Value

Look = Mapping[str, Mapping[str, Value]]
BLUE, RUST, GRAY, INK, RULE, PAPER = "#1b4f9c", "#b04a12", "#5a6675", "#445061", "#dfe3e9", "#fff"
_TYPE: Mapping[str, Value] = {"font_family": "Inter", "font_size": 12}
_STRONG: Mapping[str, Value] = {**_TYPE, "font_weight": 650}

PAGE: Look = {
    "grid": {"css": "gr"},
    "target": {"css": "tg"},
    "text": {},
    "line1": {"css": "l1"},
    "line2": {"css": "l2"},
    "dot1": {"css": "d1"},
    "dot2": {"css": "d2"},
    "label1": {"css": "c1"},
    "label2": {"css": "c2"},
    "label_target": {"css": "ct"},
}
PRINT: Look = {
    "grid": {"stroke": RULE, "stroke_width": 1},
    "target": {"stroke": GRAY, "stroke_width": "1.25", "stroke_dasharray": "2 3"},
    "text": {**_TYPE, "fill": INK},
    "line1": {"stroke": BLUE, "stroke_width": 2, "fill": "none"},
    "line2": {"stroke": RUST, "stroke_width": 2, "fill": "none", "stroke_dasharray": "5 3"},
    "dot1": {"fill": BLUE},
    "dot2": {"fill": PAPER, "stroke": RUST, "stroke_width": 2},
    "label1": {**_STRONG, "fill": BLUE},
    "label2": {**_STRONG, "fill": RUST},
    "label_target": {**_TYPE, "fill": GRAY},
}
