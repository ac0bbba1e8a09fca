"""A picture as part of the page, so that its links can be followed: SVG made harmless.

In: SVG, as matplotlib or a person wrote it. Out: the same drawn with the elements and attributes
listed here and no others: no script, style sheet, image, foreign HTML or link out of the report.
"""

import re
from typing import Any
from urllib.parse import parse_qsl

from analysis.figures.behind import EVIDENCE_PAGE

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS = frozenset(
    "svg g a defs path use clipPath rect circle ellipse line polyline polygon text tspan "
    "linearGradient radialGradient stop pattern marker mask".split()
)
_ATTRIBUTES = frozenset(
    "id d x y x1 x2 y1 y2 cx cy r rx ry width height points transform viewBox "
    "preserveAspectRatio fill fill-opacity fill-rule stroke stroke-width stroke-opacity "
    "stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset stroke-miterlimit opacity "
    "clip-path clip-rule clipPathUnits gradientUnits gradientTransform offset stop-color "
    "stop-opacity text-anchor dominant-baseline font-size font-family font-weight font-style dx dy "
    "rotate style mask markerWidth markerHeight refX refY orient patternUnits".split()
)
_PLAIN = re.compile(r"[^<>&{}@\\\x00-\x08\x0b\x0c\x0e-\x1f]{0,1000000}")
_ADDRESS = re.compile(r"url\(\s*['\"]?#([A-Za-z0-9_.-]{1,200})['\"]?\s*\)")


def inline_svg(svg: str, *, name: str, alt: str, links: bool) -> str:
    """SVG to stand in a page.

    Parameters
    ----------
    svg
        The picture.
    name
        Letters, digits and hyphens that begin every identifier in it, so that two pictures of one
        page do not share any.
    alt
        What it shows, in words.
    links
        Whether links to the evidence are kept. Where a mark leads to a part of what a label leads
        to, the keyboard stops at the label alone.

    Returns
    -------
    str
        An ``svg`` element, or "" if this is no SVG.

    Examples
    --------
    >>> svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script><path d="M0 0"/></svg>'
    >>> inline_svg(svg, name="a", alt="A line.", links=False)
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="A line."><path d="M0 0"/></svg>'
    """
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(svg.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return ""
    if not isinstance(root.tag, str) or etree.QName(root).localname != "svg":
        return ""
    made = etree.Element(f"{{{_SVG}}}svg", nsmap={None: _SVG})
    _copy(root, made, name, links)
    if "stroke-linejoin: round" in svg:
        # matplotlib says this of everything in a style sheet, which would be the page's here.
        made.set("style", "stroke-linejoin: round; stroke-linecap: butt")
    anchors = list(made.iter(f"{{{_SVG}}}a"))
    # A picture's role would hide the links in it from a screen reader.
    made.set("role", "group" if anchors else "img")
    made.set("aria-label", alt)
    _spare_the_keyboard(anchors)
    return str(etree.tostring(made, encoding="unicode"))


def _copy(element: Any, made: Any, name: str, links: bool) -> None:
    """Attributes and children that are allowed, from one element to its copy."""
    from lxml import etree

    for key, value in element.attrib.items():
        value = str(value)
        if key in ("href", _XLINK):
            if etree.QName(element).localname == "use" and value.startswith("#"):
                made.set("href", f"#{name}-{value[1:]}")
        elif key == "id":
            made.set("id", f"{name}-{value}")
        elif key in _ATTRIBUTES and _PLAIN.fullmatch(value):
            inside = _ADDRESS.sub(lambda found: f"url(#{name}-{found[1]})", value)
            if "url(" not in _ADDRESS.sub("", value).lower().replace(" ", ""):
                made.set(key, inside)
    if made.tag.endswith("}text") or made.tag.endswith("}tspan"):
        made.text = element.text
    for child in element.iterchildren():
        if not isinstance(child.tag, str):
            continue
        tag = etree.QName(child).localname
        if tag not in _ELEMENTS or etree.QName(child).namespace != _SVG:
            continue
        address = child.get("href") or child.get(_XLINK) or ""
        if tag == "a" and not (links and address.startswith(f"{EVIDENCE_PAGE}#")):
            tag = "g"
        copy = etree.SubElement(made, f"{{{_SVG}}}{tag}")
        if tag == "a":
            copy.set("href", address)
            copy.set("aria-label", _label(address))
        _copy(child, copy, name, links)
        if copy.tag.endswith("}tspan"):
            copy.tail = child.tail


def _label(address: str) -> str:
    """What a link to the evidence leads to, in words."""
    return "sentences: " + ", ".join(value for _, value in _keys(address))


def _keys(address: str) -> list[tuple[str, str]]:
    """What a link to the evidence asks for."""
    return parse_qsl(address.partition("#")[2], keep_blank_values=True)


def _spare_the_keyboard(anchors: list[Any]) -> None:
    """Take marks out of the order of the keyboard where a label leads there already."""
    asked = [frozenset(_keys(anchor.get("href"))) for anchor in anchors]
    seen: set[frozenset[tuple[str, str]]] = set()
    for anchor, keys in zip(anchors, asked, strict=True):
        if keys in seen or any(other < keys for other in asked):
            anchor.set("tabindex", "-1")
        seen.add(keys)
