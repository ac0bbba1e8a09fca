"""The sentences in which a codebook's indicators were found, each hit with its words marked off.

In: ``frame_codes``, and the sentences with their texts. Out: the table ``frame_lines``.
"""

import pandas as pd

from analysis.errors import InputError
from analysis.schema import TABLES, check_table


def frame_lines(codes: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Every hit in its sentence: what stands before it, the words that matched, what follows.

    Parameters
    ----------
    codes
        Table ``frame_codes``.
    sentences
        Table ``sentences`` with the texts, as ``split_sentences`` gives it.

    Returns
    -------
    DataFrame
        Table ``frame_lines``: frame, article_id, sentence, indicator, speaker, left, match, right.

    Raises
    ------
    InputError
        If a hit's sentence is missing, or its place does not hold the words that matched.

    Examples
    --------
    >>> from analysis.framing.coding import code_frames
    >>> from analysis.text.sentences import split_sentences
    >>> sentences = split_sentences(pd.DataFrame(
    ...     {"article_id": ["a"], "body": ["Snow fell. Both sides held talks in the city."]}))
    >>> found = frame_lines(code_frames(sentences, "conflict"), sentences)
    >>> found[["frame", "left", "match"]].head(1)
           frame              left  match
    0  diplomacy  Both sides held   talks
    """
    table = codes.merge(
        sentences[["article_id", "sentence", "start", "text"]],
        on=["article_id", "sentence"], how="left", suffixes=("", "_of_sentence"), validate="m:1",
    )  # fmt: skip
    names = ("frame", "article_id", "sentence", "indicator", "speaker", "match", "start", "end")
    columns = (table[name].tolist() for name in (*names, "start_of_sentence", "text"))
    rows = []
    for frame, article, number, indicator, speaker, match, start, end, offset, text in zip(
        *columns, strict=True
    ):
        where = f"sentence {number} of {article}"
        if not isinstance(text, str) or not text:
            raise InputError(
                "sentences", f"lack the text of {where}",
                "give what split_sentences returns for the articles that were coded",
            )  # fmt: skip
        first, last = start - int(offset), end - int(offset)
        found = text[max(first, 0) : last]
        if found.split() != match.split():
            raise InputError(
                "codes", f"place {match!r} where {where} has {found!r}", "code these sentences anew"
            )
        rows.append((frame, article, number, indicator, speaker, text[:first], found, text[last:]))
    return check_table(
        pd.DataFrame(rows, columns=pd.Index(TABLES["frame_lines"].names)), "frame_lines"
    )
