"""Small pictures as SVG: no script, no inline style, no knowledge of any feature."""
