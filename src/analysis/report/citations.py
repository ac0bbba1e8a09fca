"""How the report cites: (Author, year) in the text, and an ordinary list of references.

``register_styles`` makes the two styles known as ``report``; ``ReferenceList`` shapes the list.
"""

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


def register_styles() -> None:
    """Make the style of citations and that of references known to sphinxcontrib-bibtex."""
    from dataclasses import dataclass
    from dataclasses import field as default

    from pybtex.plugin import register_plugin as register_pybtex  # type: ignore[import-untyped]
    from pybtex.style.formatting.plain import Style as Plain  # type: ignore[import-untyped]
    from pybtex.style.labels import BaseLabelStyle  # type: ignore[import-untyped]
    from pybtex.style.template import field, sentence  # type: ignore[import-untyped]
    from sphinxcontrib.bibtex.plugin import register_plugin
    from sphinxcontrib.bibtex.style.referencing import BracketStyle
    from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

    def round_brackets() -> Any:
        return BracketStyle(left="(", right=")")

    @dataclass
    class RoundBrackets(AuthorYearReferenceStyle):
        bracket_parenthetical: Any = default(default_factory=round_brackets)
        bracket_textual: Any = default(default_factory=round_brackets)
        bracket_author: Any = default(default_factory=round_brackets)
        bracket_label: Any = default(default_factory=round_brackets)
        bracket_year: Any = default(default_factory=round_brackets)

    class NoLabels(BaseLabelStyle):  # type: ignore[misc]
        def format_labels(self, sorted_entries: list[Any]) -> Any:
            return (entry.key for entry in sorted_entries)

    class SurnameFirst(Plain):  # type: ignore[misc]
        default_name_style = "lastfirst"
        default_sorting_style = "author_year_title"
        default_label_style = NoLabels

        def format_title(self, e: Any, which_field: str, as_sentence: bool = True) -> Any:
            # As the bibliography has it: lower case would undo names.
            title = field(which_field)
            return sentence[title] if as_sentence else title

    register_plugin("sphinxcontrib.bibtex.style.referencing", "report", RoundBrackets)
    # pybtex has no entry for a plug-in registered twice, as several builds in one process would.
    register_pybtex("pybtex.style.formatting", "report", SurnameFirst, force=True)


class ReferenceList(SphinxPostTransform):
    """The references as an ordinary list, which a screen reader can count."""

    default_priority = 8

    def run(self, **_: Any) -> None:
        done: set[int] = set()
        for first in list(self.document.findall(nodes.citation)):
            if id(first) in done:
                continue
            parent, place = first.parent, first.parent.index(first)
            entries = []
            for node in parent.children[place:]:
                if not isinstance(node, nodes.citation):
                    break
                entries.append(node)
            references = nodes.bullet_list(classes=["references"])
            for entry in entries:
                parent.remove(entry)
                done.add(id(entry))
                content = [node for node in entry.children if not isinstance(node, nodes.label)]
                references += nodes.list_item("", *content, ids=entry["ids"])
            parent.insert(place, references)
