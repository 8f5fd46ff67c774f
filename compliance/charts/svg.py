"""SVG as text: elements with plain attributes, every value escaped."""

from collections.abc import Iterable

from markupsafe import Markup, escape

Value = str | int | float


def number(value: float) -> str:
    """Return `value` with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def element(name: str, content: Markup | str = "", /, **attributes: Value) -> Markup:
    """Return one element. `css` becomes `class`; underscores in names become hyphens."""
    written = "".join([_attribute(key, value) for key, value in attributes.items()])
    ended = f">{escape(content)}</{name}>" if content else "/>"
    return Markup(f"<{name}{written}{ended}")  # noqa: S704


def rect(css: str, x: float, y: float, width: float, height: float) -> Markup:
    """Return a filled box; the class says its colour."""
    at: dict[str, Value] = {name: value for name, value in (("x", x), ("y", y)) if value}
    return element("rect", css=css, **at, width=max(width, 0.0), height=height)


def boxes(css: str, lefts: Iterable[float], y: float, width: float, height: float) -> Markup:
    """Return filled boxes of one size side by side as one shape, nothing for none.

    A third as long as a box each, which counts where a page draws fifty bars.
    """
    wide, high = number(max(width, 0.0)), number(height)
    drawn = "".join([f"M{number(x)} {number(y)}h{wide}v{high}h-{wide}z" for x in lefts])
    return element("path", css=css, d=drawn) if drawn else Markup()


def words(css: str, x: float, y: float, content: str, anchor: str = "start") -> Markup:
    """Return a line of text whose baseline is `y`."""
    return element("text", content, css=css, x=x, y=y, text_anchor=anchor)


def picture(
    parts: Iterable[Markup],
    size: tuple[float, float],
    *,
    css: str,
    label: str = "",
    stretch: bool = False,
    **named: Value,
) -> Markup:
    """Return the whole drawing. Without a `label` it is decoration and hidden from readers.

    `stretch` lets the drawing fill its box in both directions: for bars, never with text.
    `named` are attributes of its own, such as `aria_labelledby` in place of a label.
    """
    role: dict[str, Value] = {"role": "img", "aria_label": label} if label else {}
    role |= {"role": "img", **named} if named else {}
    hidden: dict[str, Value] = {} if role else {"aria_hidden": "true"}
    shape: dict[str, Value] = {"preserveAspectRatio": "none"} if stretch else {}
    view = f"0 0 {number(size[0])} {number(size[1])}"
    look: dict[str, Value] = {"css": css} if css else {}
    return element("svg", Markup().join(parts), viewBox=view, **look, **shape, **role, **hidden)


def _attribute(key: str, value: Value) -> str:
    """Return one attribute, escaped. Plain text: a list draws thousands of them."""
    name = "class" if key == "css" else key.replace("_", "-")
    return f' {name}="{escape(value) if isinstance(value, str) else number(value)}"'
