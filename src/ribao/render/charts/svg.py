"""SVG elements as text that is safe by the way it is built: every name, value and word is escaped."""

from markupsafe import Markup, escape


def element(name: str, *inside: Markup | str, **attributes: str | float) -> Markup:
    """``element("rect", x=1, class_="bar")``. A trailing underscore of an attribute's name is dropped, others are hyphens."""
    said = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _number(value))
        for key, value in attributes.items()
    )
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), said, Markup("").join(map(escape, inside)))


def drawing(kind: str, width: float, height: float, title: str, *inside: Markup) -> Markup:
    """The whole picture, ``width`` by ``height`` units; it is as wide as the style sheet's class ``kind`` lets it be.

    ``title`` tells in words what it shows. Without one the picture is an ornament, and readers aloud pass it over.
    """
    box: dict[str, str | float] = {"viewBox": f"0 0 {_number(width)} {_number(height)}", "class": f"chart {kind}"}
    if not title:
        return element("svg", *inside, **box, aria_hidden="true")
    return element("svg", element("title", title), *inside, **box, role="img", aria_label=title)


def _number(value: str | float) -> str:
    """Two digits are finer than any screen; no ``12.0`` where ``12`` says it."""
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".") or "0"
