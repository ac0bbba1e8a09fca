"""What was read from a study's files, kept so that it need not be read again.

In: a study and its `Corpus`. Out: ``build/corpus`` in the study's folder, and from it the same
`Corpus` for as long as nothing has changed that reading depends on: files, settings, code and
packages. It is never needed: without it, or where it is in doubt, the files are read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

import pandas as pd

from analysis.errors import InputError
from analysis.files import replaced_folder, sha256, write_file
from analysis.fingerprints import (
    Fingerprints,
    code_fingerprint,
    hash_of,
    hash_of_settings,
    packages_fingerprint,
)
from analysis.schema import check_table
from analysis.study import Study

LEAST = 1_000_000
"""Characters of raw text from which reading takes long enough to be kept."""

_RECORD = "record.json"
_RAW = "raw"
# Settings by which no article is read differently.
_APART = frozenset(
    "root title authors seed target reference codebook actors on_problem written_for".split()
)


@dataclass(frozen=True)
class Corpus:
    """Articles with the account of how they were read.

    Attributes
    ----------
    articles, cleaning_ledger, problems, labels, recurring_lines : DataFrame
        Tables of the data dictionary. The ledger has the lines of the articles that were cleaned;
        a record that is not among the articles is among the problems.
    raw : mapping of str to str
        By article_id the text before any cleaning, to which the ledger's offsets lead: that of a
        page's file, or of a record in a table or an export.
    """

    articles: pd.DataFrame
    cleaning_ledger: pd.DataFrame
    problems: pd.DataFrame
    labels: pd.DataFrame
    recurring_lines: pd.DataFrame
    raw: Mapping[str, str] = field(repr=False)

    def lines(self) -> pd.DataFrame:
        """The ledger without its blank lines, with the words of each line in a column ``text``."""
        ledger = self.cleaning_ledger
        places = zip(ledger["article_id"], ledger["start"], ledger["end"], strict=True)
        text = [self.raw[article][start:end].strip() for article, start, end in places]
        return ledger.assign(text=text).query("text != ''").reset_index(drop=True)


def keep_corpus(study: Study, corpus: Corpus, before: str) -> None:
    """Keep what was read, in the place of what was kept before.

    A small corpus is not kept, nor one whose files changed while they were read: ``before`` is
    ``state_of`` the study before that.
    """
    if sum(map(len, corpus.raw.values())) < LEAST or state_of(study) != before:
        return
    # Most texts of tables are their own raw text, and need not be kept twice.
    bodies = dict(zip(corpus.articles["article_id"], corpus.articles["body"], strict=True))
    raw = [(name, None if bodies.get(name) == text else text) for name, text in corpus.raw.items()]
    tables = {
        **{name: getattr(corpus, name) for name in _tables()},
        _RAW: pd.DataFrame(raw, columns=pd.Index(["article_id", "text"])).astype("str"),
    }
    try:
        with replaced_folder(_folder(study)) as folder:
            for name, table in tables.items():
                table.to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
            record = {"read": before, "kept": _hashes(folder)}
            write_file(folder / _RECORD, json.dumps(record, indent=1, sort_keys=True) + "\n")
    except (OSError, ValueError):
        # No room or no right to write, or a text that is no Unicode: nothing is kept.
        return


def kept_corpus(study: Study) -> Corpus | None:
    """What was kept, if reading the files now would give the same; else None."""
    folder = _folder(study)
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        if record != {"read": state_of(study), "kept": _hashes(folder)}:
            return None
        tables = {
            name: check_table(pd.read_parquet(folder / f"{name}.parquet"), name)
            for name in _tables()
        }
        kept = pd.read_parquet(folder / f"{_RAW}.parquet")
        bodies = dict(
            zip(tables["articles"]["article_id"], tables["articles"]["body"], strict=True)
        )
        raw = {
            name: bodies[name] if pd.isna(text) else text
            for name, text in zip(kept["article_id"], kept["text"], strict=True)
        }
    except (OSError, ValueError, KeyError, InputError):
        return None
    return Corpus(**tables, raw=raw)


def _tables() -> list[str]:
    return [one.name for one in fields(Corpus) if one.name != "raw"]


def _folder(study: Study) -> Path:
    return study.root / "build" / "corpus"


def _hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path) for path in sorted(folder.glob("*.parquet"))}


def state_of(study: Study) -> str:
    """A fingerprint of all that reading a study depends on."""
    known = Fingerprints()
    places = study.sources if study.manifest is None else (study.manifest.parent,)
    named = (study.overrides, study.recurring_lines, study.labels)
    settings = {
        one.name: getattr(study, one.name) for one in fields(study) if one.name not in _APART
    }
    return hash_of(
        [
            hash_of_settings(settings, study.root),
            [known.of_tree(place, everything=True) for place in places],
            [known.of_file(path) for path in named if path is not None],
            code_fingerprint(known),
            packages_fingerprint(),
        ]
    )
