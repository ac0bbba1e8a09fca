"""What the step commands work on: the articles of a study, of a folder of tables, or of a file.

In: a path, or none. Out: a ``Source`` with the articles table, checked, and the study if it is one.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analysis.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.study import Study

SourcePath = Annotated[
    Path | None,
    typer.Argument(
        metavar="[SOURCE]",
        help="A study's folder, a folder that `analysis read` wrote, or a file with the articles "
        "table. [default: the study that the current folder belongs to]",
    ),
]
_REMEDY = "`analysis read` makes such a table of any input it knows: `analysis read {} --out DIR`"


@dataclass(frozen=True)
class Source:
    """Articles to work on.

    ``articles``: table ``articles``, and behind its columns any others that the file has.
    ``labels``: table ``labels``, or None. ``study``: the study, if the articles are one's.
    ``has_texts``: False for a study of which only the stored tables are here. ``dataset``: the
    Parquet files that hold the texts, where these are read by partition; ``articles`` then has
    empty bodies.
    """

    articles: "pd.DataFrame"
    labels: "pd.DataFrame | None" = None
    study: "Study | None" = None
    has_texts: bool = True
    dataset: Path | None = None

    @property
    def texts(self) -> "pd.DataFrame":
        """The articles, for commands that need their words."""
        if not self.has_texts:
            raise InputError(
                "the articles' texts", "are not here, only the tables derived from them",
                "restore the study's raw files; count, compare and topics do without",
            )  # fmt: skip
        return self.articles

    @property
    def corpus(self) -> "Path | pd.DataFrame":
        """The articles as a cluster is given them."""
        return self.dataset or self.texts

    @property
    def codebook(self) -> str:
        """The study's codebook, or the one that a study has by default."""
        return self.study.codebook if self.study else "generic"

    @property
    def actors(self) -> Path | None:
        return self.study.actors if self.study else None

    @property
    def seed(self) -> int:
        return self.study.seed if self.study else 0


def open_source(path: Path | None, *, partitioned: bool = False) -> Source:
    """The articles that a path names; ``partitioned``: texts in Parquet files stay there.

    Raises
    ------
    InputError
        If there is nothing to be read, or it is no articles table.
    """
    from analysis.cli.progress import working

    if path is not None and not path.exists():
        raise InputError(path, "does not exist", "check the name")
    is_study = path is None or path.name == "study.toml" or (path / "study.toml").is_file()
    with working("reading the articles"):
        if is_study:
            return _of_study(path)
        assert path is not None  # noqa: S101  (for the type checker)
        if path.is_dir():
            return _of_folder(path, partitioned)
        if partitioned and path.suffix.lower() == ".parquet":
            return Source(_without_texts(path), dataset=path)
        return Source(read_articles_table(path))


def table_in(folder: Path, name: str) -> Path | None:
    """The file of a table that ``analysis read`` wrote to a folder, in whichever form."""
    from analysis.exports import SUFFIXES

    found = [path for suffix in SUFFIXES if (path := folder / f"{name}{suffix}").is_file()]
    if len(found) > 1:
        names = " and ".join(path.name for path in found)
        raise InputError(folder, f"holds {names}", "name the one that is meant, or remove one")
    return found[0] if found else None


def read_articles_table(path: Path) -> "pd.DataFrame":
    """The articles table of a file.

    Only article_id and body must be there. What else the table declares is filled in where it is
    missing; further columns are kept, to group by.

    Raises
    ------
    InputError
        If it is no such table, an identifier is missing or stands twice, or a text is missing.
    """
    import pandas as pd

    from analysis.exports import read_export
    from analysis.files import sha256
    from analysis.text.tokens import terms_of

    frame = read_export(path)
    for name in ("article_id", "body"):
        if name not in frame.columns:
            raise InputError(
                path, f"has no column {name}, which a table of articles needs",
                _REMEDY.format(path),
            )  # fmt: skip
    frame["article_id"] = pd.Series(
        map(_text, frame["article_id"]), index=frame.index, dtype=object
    )
    for name, value in (("article_id", ""), ("body", "")):
        gaps = [not isinstance(cell, str) or cell.strip() == value for cell in frame[name]]
        if any(gaps):
            raise InputError(
                f"{path}, row {gaps.index(True) + 1}", f"has no {name}",
                "fill it, or leave the row out",
            )  # fmt: skip
    twice = frame["article_id"].duplicated()
    if twice.any():
        raise InputError(
            path, f"has the article_id {frame.loc[twice, 'article_id'].iloc[0]!r} twice",
            "give each article its own",
        )  # fmt: skip
    if not len(frame):
        raise InputError(path, "holds no article", "give at least one")
    filled: dict[str, Any] = {"source_file": path.name}
    if "n_words" not in frame.columns:
        filled["n_words"] = [len(terms_of(body, numbers=True)) for body in frame["body"]]
    if "sha256" not in frame.columns:
        filled["sha256"] = sha256(path)
    return _completed(frame, path, filled)


def _without_texts(path: Path) -> "pd.DataFrame":
    """The articles table of Parquet files, but for the texts."""
    import pandas as pd

    from analysis.cluster.partitions import column_names, open_partitions

    names = [name for name in column_names(path) if name != "body"]
    parts = [part.read(*names).to_pandas() for part in open_partitions(path)]
    frame = pd.concat(parts, ignore_index=True)
    frame["article_id"] = frame["article_id"].map(_text)
    filled = {"source_file": path.name, "n_words": 0, "sha256": ""}
    return _completed(frame.assign(body=""), path, filled)


def _completed(frame: "pd.DataFrame", path: Path, filled: dict[str, Any]) -> "pd.DataFrame":
    """The table with its declared columns, and with any others behind them."""
    import pandas as pd

    from analysis.schema import TABLES, check_table

    filled = {"complete": True, **filled}
    table = TABLES["articles"]
    for column in table.columns:
        if column.name in frame.columns:
            values = frame[column.name]
            if path.suffix.lower() == ".csv" and column.type == "boolean":
                known = values.str.lower().map({"true": True, "false": False})
                if known.isna().any():
                    row = int(known.isna().to_numpy().argmax())
                    raise InputError(
                        f"{path}, row {row + 1}", f"has {values.iloc[row]!r} for {column.name}",
                        "write true or false",
                    )  # fmt: skip
                frame[column.name] = known
            elif column.nullable and not pd.api.types.is_numeric_dtype(values):
                frame[column.name] = values.where(values.notna() & (values != ""))
    for column in table.columns:
        if column.name not in frame.columns:
            frame[column.name] = filled.get(column.name)
    further = [name for name in frame.columns if name not in table.names]
    articles = check_table(frame[table.names], "articles")
    order = frame["article_id"].sort_values(kind="stable").index
    return articles.assign(**{name: frame.loc[order, name].to_numpy() for name in further})


def _of_study(path: Path | None) -> Source:
    from analysis.corpus.reading import read_articles
    from analysis.study import open_study

    study = open_study(path)
    if not study.has_texts:
        labels = study.table("labels") if study.kept_columns else None
        return Source(study.table("articles"), labels, study, has_texts=False)
    corpus = read_articles(study)
    return Source(corpus.articles, getattr(corpus, "labels", None), study)


def _of_folder(folder: Path, partitioned: bool) -> Source:
    from analysis.exports import read_export
    from analysis.schema import check_table

    file = table_in(folder, "articles")
    if partitioned and file is None:
        return Source(_without_texts(folder), dataset=folder)
    if file is None:
        raise InputError(
            folder, "holds neither a study.toml nor an articles table", _REMEDY.format(folder)
        )
    labels = table_in(folder, "labels")
    own = check_table(read_export(labels), "labels") if labels else None
    if partitioned and file.suffix == ".parquet":
        return Source(_without_texts(file), own, dataset=file)
    return Source(read_articles_table(file), own)


def _text(value: object) -> object:
    """An identifier as text; a number that a JSON file gives is written out."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
