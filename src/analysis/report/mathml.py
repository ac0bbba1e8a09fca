"""Formulas: TeX in, MathML out, which browsers draw without any script.

``mathml`` converts one formula; ``setup`` makes it the way in which Sphinx writes formulas. A
command that the converter does not know is an error, and no formula can become other HTML.
"""

import html
import re
import unicodedata
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

# Environments that the converter lacks, by the one that it has and that looks the same.
_ENVIRONMENTS = {
    "align": "align*",
    "aligned": "split",
    "eqnarray": "align*",
    "eqnarray*": "align*",
    "gather": "matrix",
    "gather*": "matrix",
    "gathered": "matrix",
    "multline": "matrix",
    "multline*": "matrix",
}
_LITERAL_AMPERSAND = re.compile(r"(\\\\)|\\&")
# Stands for a literal & while the converter works: a private character, that no text has.
_AMPERSAND = "\ue000"
_BEGIN_OR_END = re.compile(r"\\(begin|end)\{([A-Za-z]{1,20}\*?)\}")

_ELEMENTS = frozenset(
    "math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mroot mrow ms mspace msqrt "
    "mstyle msub msubsup msup mtable mtd mtext mtr munder munderover".split()
)
# What steers the look of a formula. Links, styles and classes are not among them.
_ATTRIBUTES = frozenset(
    "accent accentunder columnalign columnlines columnspacing depth displaystyle fence form height "
    " linethickness lspace mathsize mathvariant maxsize minsize movablelimits rowlines "
    "rowspacing rspace scriptlevel separator stretchy symmetric voffset width".split()
)
_LENGTH_OR_WORD = re.compile(r"[-+.%A-Za-z0-9 ]{0,60}")

# MathML Core knows no variants but "normal": letters are written as the characters that they are.
_VARIANTS = {
    "bold": "BOLD",
    "double-struck": "DOUBLE-STRUCK",
    "fraktur": "FRAKTUR",
    "monospace": "MONOSPACE",
    "sans-serif": "SANS-SERIF",
    "script": "SCRIPT",
}


def mathml(tex: str, *, display: bool = False) -> str:
    r"""One formula as a ``<math>`` element, with its TeX as alternative text.

    Parameters
    ----------
    tex
        The formula, without dollar signs.
    display
        True for a formula on a line of its own.

    Raises
    ------
    ValueError
        If a command or an environment is unknown, or the formula is not complete.

    Examples
    --------
    >>> mathml("x < 2")
    '<math alttext="x &lt; 2"><mrow><mi>x</mi><mo>&lt;</mo><mn>2</mn></mrow></math>'
    >>> mathml(r"\unheard")
    Traceback (most recent call last):
    ValueError: \unheard: this command is not known
    """
    from latex2mathml.converter import convert_to_element

    tex = tex.strip()
    source = _BEGIN_OR_END.sub(
        lambda found: f"\\{found[1]}{{{_ENVIRONMENTS.get(found[2], found[2])}}}", tex
    )
    source = _LITERAL_AMPERSAND.sub(lambda found: found[1] or _AMPERSAND, source)
    try:
        tree = convert_to_element(source, display="block" if display else "inline")
    # Whatever goes wrong inside is about the formula: the library raises many kinds.
    except Exception as error:
        raise ValueError(f"{tex}: {str(error) or type(error).__name__}") from error
    clean = Element("math", {"display": "block"} if display else {})
    clean.set("alttext", " ".join(tex.split()))
    for child in tree:
        clean.append(_cleaned(child))
    return _serialised(clean)


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register the renderer ``mathml`` with Sphinx; use it with ``html_math_renderer``."""
    app.add_html_math_renderer(
        "mathml", inline_renderers=(_visit_math, None), block_renderers=(_visit_math_block, None)
    )
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _cleaned(element: Element) -> Element:
    """A copy of an element with the tags and attributes of the lists above."""
    if element.tag not in _ELEMENTS:
        raise ValueError(f"<{element.tag}> is not used in formulas here")
    # The converter writes characters as references, for a serialiser that undoes its escaping.
    text = html.unescape(element.text or "").strip("\n\t ")
    if element.tag == "mi" and text.startswith("\\"):
        raise ValueError(f"{text}: this command is not known")
    if (element.tag == "mi" and text == "&") or "linebreak" in element.attrib:
        raise ValueError("& or \\\\ stands outside of an environment that aligns lines")
    text = text.replace(_AMPERSAND, "&")
    kept = {
        name: value
        for name, value in sorted(element.attrib.items())
        if name in _ATTRIBUTES and _LENGTH_OR_WORD.fullmatch(value)
    }
    variant = kept.get("mathvariant", "")
    if variant in _VARIANTS:
        del kept["mathvariant"]
        text = "".join(_letter(character, _VARIANTS[variant]) for character in text)
    result = Element(element.tag, kept)
    result.text = text
    for child in element:
        result.append(_cleaned(child))
    if element.tag in ("math", "mrow", "mtd", "mstyle"):
        _space_out_functions(result)
    return result


def _letter(character: str, style: str) -> str:
    """The mathematical alphanumeric character for a letter or digit, or the character itself."""
    if character.isdigit():
        names = [f"MATHEMATICAL {style} {unicodedata.name(character)}"]
    elif character.isascii() and character.isalpha():
        case = "CAPITAL" if character.isupper() else "SMALL"
        letter = f"{style} {case} {character.upper()}"
        # A few letters had a place in Unicode before the block of mathematical letters was made.
        names = [f"MATHEMATICAL {letter}", letter, letter.replace("FRAKTUR", "BLACK-LETTER")]
    else:
        return character
    for name in names:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return character


def _space_out_functions(row: Element) -> None:
    """A thin space on either side of ln, max and other names of functions, as TeX sets them."""
    children = list(row)
    for child in children:
        row.remove(child)
    for position, child in enumerate(children):
        if position:
            before = children[position - 1]
            if (_is_function(before) and child.tag != "mo") or (
                _is_function(child) and before.tag not in ("mo", "mspace")
            ):
                SubElement(row, "mspace", {"width": "0.167em"})
        row.append(child)


def _is_function(element: Element) -> bool:
    """Whether an element is a name of several letters, perhaps with an index or exponent."""
    base = element
    while base.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover") and len(base):
        base = base[0]
    text = base.text or ""
    return base.tag in ("mi", "mo") and len(text) > 1 and text.isalpha()


def _serialised(element: Element) -> str:
    """An element as text, everything escaped."""
    attributes = "".join(f' {key}="{html.escape(value)}"' for key, value in element.attrib.items())
    inside = html.escape(element.text or "", quote=False) + "".join(map(_serialised, element))
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"


def _visit_math(self: Any, node: "nodes.math") -> None:
    """Write an inline formula."""
    from docutils import nodes

    self.body.append(self.starttag(node, "span", "", CLASS="formula"))
    self.body.append(_converted(node, display=False) + "</span>")
    raise nodes.SkipNode


def _visit_math_block(self: Any, node: "nodes.math_block") -> None:
    """Write a formula on a line of its own, with its number if it has one."""
    from docutils import nodes
    from sphinx.util.math import get_node_equation_number

    # An amsmath environment is labelled at random, so nobody can refer to it.
    number = get_node_equation_number(self, node) if node.get("number") else None
    labelled = "amsmath" not in node["classes"]
    if not labelled:
        node["ids"] = []
    self.body.append(self.starttag(node, "div", CLASS="formula"))
    self.body.append(f'<div class="formula__box">{_converted(node, display=True)}</div>')
    if number:
        self.body.append(f'<span class="eqno">({number})')
        if labelled:
            self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _converted(node: Any, *, display: bool) -> str:
    """A node's formula as MathML; a trouble with it is a warning, which ends the build."""
    from sphinx.util import logging

    try:
        return mathml(node.astext(), display=display)
    except ValueError as error:
        logging.getLogger(__name__).warning("formula not understood: %s", error, location=node)
        return f"<code>{html.escape(node.astext())}</code>"
