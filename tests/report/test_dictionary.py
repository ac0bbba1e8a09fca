"""The tables described: Markdown for people, a Data Package that the validator accepts."""

import json
from pathlib import Path

import pytest

from analysis import schema
from analysis.errors import InputError
from analysis.report.dictionary import data_dictionary, datapackage
from analysis.schema import Column, Table

MANIFEST = Table(
    "manifest",
    "one article",
    (
        Column("article_id", "string", "Identifier."),
        Column("n_words", "integer", "Words."),
        Column("share", "number", "A share.", nullable=True),
        Column("complete", "boolean", "Whole?"),
        Column("date", "date", "Day.", nullable=True),
        Column("body", "string", "Text.", quotes=True),
    ),
    key=("article_id",),
)


def study(folder: Path, *rows: str) -> Path:
    (folder / "data" / "raw").mkdir(parents=True)
    header = "article_id,n_words,share,complete,date"
    text = "\n".join([header, *rows]) + "\n"
    (folder / "data" / "raw" / "articles.csv").write_text(text, encoding="utf-8", newline="\n")
    return folder


def valid(folder: Path, package: dict[str, object]) -> list[str]:
    """What the Frictionless validator says of a package, written beside its files."""
    from frictionless import validate

    path = folder / "data" / "datapackage.json"
    path.write_text(json.dumps(package))
    return [kind for (kind,) in validate(str(path)).flatten(["type"])]


def test_every_column_of_every_table_is_described() -> None:
    text = data_dictionary()
    for table in schema.TABLES.values():
        assert f"## {table.name}\n" in text
        for column in table.columns:
            assert f"| `{column.name}` | {column.type} |" in text


def test_signs_of_markdown_do_not_break_the_table() -> None:
    table = Table("t", "one thing", (Column("a", "string", "one|two <b>"),))
    assert "| `a` | string | no | one\\|two &lt;b> |" in data_dictionary([table], level=3)


@pytest.mark.filterwarnings("ignore")
def test_the_package_is_valid(tmp_path: Path) -> None:
    study(tmp_path, "a,12,0.5,True,2012-03-13", '"b, c",3,,False,')
    package = datapackage(
        tmp_path, {"raw/articles.csv": MANIFEST}, name="five-articles", title="Five articles",
        version="1.0.0", licenses=[{"name": "CC-BY-4.0"}], contributors=[{"title": "A. Author"}],
    )  # fmt: skip
    (resource,) = package["resources"]
    assert resource["path"] == "raw/articles.csv"
    assert resource["bytes"] == (tmp_path / "data/raw/articles.csv").stat().st_size
    assert resource["hash"].startswith("sha256:")
    assert "description" not in package
    assert valid(tmp_path, package) == []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("rows", "error"),
    [
        (["a,many,0.5,True,2012-03-13"], "type-error"),
        (["a,1,0.5,maybe,2012-03-13"], "type-error"),
        (["a,1,0.5,True,13/03/2012"], "type-error"),
        ([",1,0.5,True,2012-03-13"], "constraint-error"),
        (["a,1,,True,", "a,2,,True,"], "primary-key"),
    ],
)
def test_the_validator_finds_a_wrong_value(tmp_path: Path, rows: list[str], error: str) -> None:
    study(tmp_path, *rows)
    package = datapackage(tmp_path, {"raw/articles.csv": MANIFEST}, name="x", title="X")
    assert error in valid(tmp_path, package)


@pytest.mark.filterwarnings("ignore")
def test_the_validator_finds_a_changed_file(tmp_path: Path) -> None:
    study(tmp_path, "a,1,,True,")
    package = datapackage(tmp_path, {"raw/articles.csv": MANIFEST}, name="x", title="X")
    path = tmp_path / "data" / "raw" / "articles.csv"
    path.write_text(path.read_text().replace("a,1", "a,2"))
    assert valid(tmp_path, package) == ["hash-count"]


def test_a_file_that_is_not_as_declared_is_an_error(tmp_path: Path) -> None:
    study(tmp_path)
    other = Table("manifest", "one article", MANIFEST.columns[:2])
    with pytest.raises(InputError, match=r"raw/articles\.csv: has the columns .* declared are"):
        datapackage(tmp_path, {"raw/articles.csv": other}, name="x", title="X")
    with pytest.raises(InputError, match="cannot be read"):
        datapackage(tmp_path, {"raw/none.csv": other}, name="x", title="X")
