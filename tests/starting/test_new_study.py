"""A new study: what the inputs hold, which groups suggest themselves, the folder and its texts."""

import io
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import yaml

from analysis.cli import main
from analysis.corpus.reading import read_articles
from analysis.errors import InputError
from analysis.report.templates import notebook_folder, study_notebooks, without_this_study
from analysis.starting.choosing import choose_grouping
from analysis.starting.folder import write_study
from analysis.starting.survey import survey_inputs
from analysis.study import open_study

NAMES = {"outlet": None, "agency": None, "event": None, "language": None, "date": None}


def articles(**columns: Sequence[str | None]) -> pd.DataFrame:
    rows = len(next(iter(columns.values())))
    ids = [f"a{number}" for number in range(rows)]
    frame = pd.DataFrame({"article_id": ids, "source_file": "raw/t.csv"} | NAMES)
    for name, values in columns.items():
        frame[name] = list(values)
    return frame


def table(folder: Path, name: str = "news.csv", **columns: Sequence[object]) -> Path:
    given: dict[str, Sequence[object]] = {
        "text": [f"The text of article {n}." for n in range(4)],
        "outlet": list("AABB"),
    }
    path = folder / name
    pd.DataFrame(given | columns).to_csv(path, index=False)
    return path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["analysis", *map(str, arguments)])
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return main()


class Keyboard(io.StringIO):
    """Someone who types."""

    def isatty(self) -> bool:
        return True


class TestGroups:
    """Which two groups suggest themselves."""

    def test_two_outlets_are_sure(self) -> None:
        found = choose_grouping(articles(outlet=list("AABB"), date=["2012-01-01"] * 4))
        assert found is not None
        assert (found.by, found.target, found.reference, found.sure) == ("outlet", "B", "A", True)

    def test_the_first_of_the_preference_with_just_two_groups_is_taken(self) -> None:
        table = articles(outlet=list("AABC"), agency=list("XXYY"), language=["en", "de"] * 2)
        found = choose_grouping(table)
        assert found is not None
        assert (found.by, found.sure) == ("agency", True)

    def test_the_two_largest_of_many_are_taken_and_the_rest_is_said(self) -> None:
        found = choose_grouping(articles(outlet=list("AABBBC")))
        assert found is not None
        assert (found.target, found.reference, found.sure) == ("B", "A", False)
        assert "1 article of other groups is left out of comparisons" in found.sentence

    def test_several_years_become_two_periods_of_like_size(self) -> None:
        dates = ["2010-05-01", "2011-05-01", "2012-05-01", "2012-06-01", "2015-01-01"]
        found = choose_grouping(articles(date=dates))
        assert found is not None
        assert (found.by, found.before, found.sure) == ("period", "2012-01-01", False)
        assert dict(found.sizes) == {"from 2012-01-01": 3, "before 2012-01-01": 2}
        assert found.target == "from 2012-01-01"

    @pytest.mark.parametrize(
        ("dates", "middle"),
        [
            (["2012-01-30", "2012-02-01", "2012-02-02", "2012-05-01"], "2012-02-01"),
            (["2012-01-30", "2012-01-31", "2012-01-31", "2012-01-31"], "2012-01-31"),
        ],
    )
    def test_the_middle_of_the_dates_is_proposed_where_nothing_else_parts_the_articles(
        self, dates: list[str], middle: str
    ) -> None:
        found = choose_grouping(articles(outlet=["A"] * 4, date=dates))
        assert found is not None
        assert (found.by, found.before, found.sure, found.proposed) == (
            "period", middle, False, True,
        )  # fmt: skip
        assert "the middle of their dates, for want of anything else" in found.sentence
        assert choose_grouping(articles(outlet=["A"] * 4, date=["2012-01-30"] * 4)) is None

    def test_one_article_against_several_is_the_last_resort(self) -> None:
        found = choose_grouping(articles(outlet=list("AAAB")))
        assert found is not None
        assert (found.by, found.target) == ("outlet", "B")

    def test_gaps_make_it_less_than_sure(self) -> None:
        found = choose_grouping(articles(outlet=["A", "A", "B", "B", None]))
        assert found is not None
        assert (found.by, found.without, found.sure) == ("outlet", 1, False)

    def test_nothing_suggests_itself_where_all_are_alike(self) -> None:
        assert choose_grouping(articles(outlet=["A"] * 4)) is None
        assert choose_grouping(articles(outlet=[None] * 4)) is None

    def test_named_groups_find_their_rule(self) -> None:
        found = choose_grouping(articles(outlet=list("AABB"), agency=list("XYXY")), target="X")
        assert found is not None
        assert (found.by, found.target, found.reference) == ("agency", "X", "Y")

    @pytest.mark.parametrize(
        ("asked", "match"),
        [
            ({"by": "outlet", "target": "C"}, "'C': is no group by outlet; the groups are A, B"),
            ({"by": "outlet", "target": "A", "reference": "A"}, "is target and reference"),
            (
                {"by": "agency"},
                "no article has a value, and a comparison needs two groups",
            ),
            ({"by": "period"}, "--by period: needs a day"),
            ({"by": "outlet", "before": "2012-01-01"}, "--before: parts articles by date"),
            ({"by": "period", "before": "2012"}, "is no day"),
            ({"target": "C"}, "'C': is no outlet, folder.*; say by what, with --by"),
        ],
    )
    def test_what_cannot_be_is_said(self, asked: dict[str, str], match: str) -> None:
        with pytest.raises(InputError, match=match):
            choose_grouping(articles(outlet=list("AABB")), **asked)  # type: ignore[arg-type]


class TestDates:
    """The order of days is taken from the dates where they tell it."""

    def test_one_impossible_day_tells(self, tmp_path: Path) -> None:
        file = table(tmp_path, date=["02/11/2023", "25/12/2023", "03/04/2023", "2023-01-01"])
        found = survey_inputs([file], tmp_path / "s")
        assert found.study.date_order == "dmy"
        assert list(found.found.articles["date"]) == [
            "2023-11-02", "2023-12-25", "2023-04-03", "2023-01-01",
        ]  # fmt: skip
        assert "dates are read as dmy: 2 could be read in two ways, but 1 other" in str(
            found.date_order_evidence
        )

    def test_without_one_it_is_left_open_and_said(self, tmp_path: Path) -> None:
        file = table(tmp_path, date=["02/11/2023", "01/12/2023", "03/04/2023", "2023-01-01"])
        found = survey_inputs([file], tmp_path / "s")
        assert found.study.date_order is None
        assert "--date-order dmy or mdy says it" in str(found.date_order_evidence)
        assert len(found.found.problems) == 3

    def test_contradicting_dates_tell_nothing(self, tmp_path: Path) -> None:
        file = table(tmp_path, date=["02/11/2023", "25/12/2023", "12/25/2023", "2023-01-01"])
        assert survey_inputs([file], tmp_path / "s").study.date_order is None


def test_the_folder_is_a_study_that_reads_the_same_articles(tmp_path: Path) -> None:
    file = table(tmp_path, desk=["x", "y"] * 2)
    survey = survey_inputs([file], tmp_path / "mine")
    write_study(survey, choose_grouping(survey.found.articles), title='Strikes "2012" \\ \x7f')
    study = open_study(tmp_path / "mine")
    assert (study.title, study.group_by, study.target) == ('Strikes "2012" \\ \x7f', "outlet", "B")
    pd.testing.assert_frame_equal(read_articles(study).articles, survey.found.articles)
    assert (study.root / "data/raw/news.csv").read_bytes() == file.read_bytes()
    assert (study.root / ".gitignore").read_text().endswith("build/\n")
    assert yaml.safe_load((study.root / "actors.yml").read_text()) == {"actors": []}
    assert not (tmp_path / ".mine.part").exists()


def test_the_example_in_actors_yml_is_one(tmp_path: Path) -> None:
    from analysis.framing.actors import read_actors
    from analysis.starting.texts import ACTORS

    example = ACTORS[ACTORS.index("# actors:") : ACTORS.rindex("actors: []")]
    lines = [line.removeprefix("# ").removeprefix("#") for line in example.splitlines()]
    (tmp_path / "actors.yml").write_text("\n".join(lines), encoding="utf-8")
    assert [actor.id for actor in read_actors(tmp_path / "actors.yml")] == ["ministry", "unions"]


def test_every_setting_that_study_toml_only_comments_is_one(tmp_path: Path) -> None:
    """The commented lines can be switched on as they stand."""
    survey = survey_inputs([table(tmp_path)], tmp_path / "mine")
    file = write_study(survey, choose_grouping(survey.found.articles))
    text = file.read_text(encoding="utf-8")
    for setting in ("date_order =", "clean =", "[articles.columns]\n# text ="):
        assert f"# {setting}" in text
        text = text.replace(f"# {setting}", setting.replace("\n# ", "\n"))
    file.write_text(text, encoding="utf-8")
    study = open_study(file)
    assert (study.date_order, study.clean) == ("dmy", True)
    assert dict(study.columns) == {"text": "article_content"}


def test_addresses_are_joined_with_texts_in_the_study_too(tmp_path: Path) -> None:
    urls = [f"https://example.org/{n}" for n in range(4)]
    listed = tmp_path / "stories.csv"
    pd.DataFrame({"url": urls, "media_name": list("AABB")}).to_csv(listed, index=False)
    texts = pd.DataFrame({"url": urls[::-1], "text": [f"Text {n} of all." for n in range(4)]})
    texts.to_csv(tmp_path / "texts.csv", index=False)
    with pytest.raises(InputError, match="has addresses but no texts"):
        survey_inputs([listed], tmp_path / "s")
    survey = survey_inputs([listed], tmp_path / "s", texts=tmp_path / "texts.csv")
    write_study(survey, choose_grouping(survey.found.articles))
    study = open_study(tmp_path / "s")
    articles = read_articles(study).articles
    pd.testing.assert_frame_equal(articles, survey.found.articles)
    assert dict(zip(articles["url"], articles["body"], strict=True))[urls[0]] == "Text 3 of all."
    assert set(articles["source_file"]) == {"data/raw/texts.csv"}
    (tmp_path / "s" / "data" / "raw" / "texts.csv").unlink()
    assert not study.has_texts
    with pytest.raises(InputError, match=r"data/raw/texts\.csv: is missing"):
        read_articles(study)


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("A text that lies elsewhere.")
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b\nc.txt"):
        (tmp_path / "in" / name).write_text("Ministers met in Munich on Thursday.\n")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret.txt")
    survey = survey_inputs([tmp_path / "in"], tmp_path / "s")
    assert list(survey.found.problems["detail"]) == ["is a link that leads out of the folder"]
    write_study(survey, None)
    copied = tmp_path / "s" / "data" / "raw" / "in"
    assert sorted(path.name for path in copied.iterdir()) == ["a.txt", "b\nc.txt", "link.txt"]
    assert (copied / "link.txt").is_symlink()
    labels = pd.read_csv(tmp_path / "s" / "labels.csv")
    assert list(labels["article_id"]) == list(survey.found.articles["article_id"])


def test_inputs_of_one_name_and_unknown_ones_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(InputError, match=r"news\.csv: is the name of two inputs"):
        survey_inputs([table(tmp_path), table(tmp_path / "x")], tmp_path / "s")
    with pytest.raises(InputError, match=r"none\.csv: does not exist"):
        survey_inputs([tmp_path / "none.csv"], tmp_path / "s")


def test_a_wrong_codebook_leaves_nothing_behind(tmp_path: Path) -> None:
    survey = survey_inputs([table(tmp_path)], tmp_path / "s")
    with pytest.raises(InputError, match="codebook"):
        write_study(survey, choose_grouping(survey.found.articles), codebook="wrong")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.csv"]


def test_a_codebook_of_ones_own_comes_along_and_is_found_from_elsewhere(tmp_path: Path) -> None:
    from analysis.framing.codebook import codebook_text, load_codebook

    (tmp_path / "own.yml").write_text(codebook_text("generic"), encoding="utf-8")
    survey = survey_inputs([table(tmp_path)], tmp_path / "s")
    chosen = choose_grouping(survey.found.articles)
    write_study(survey, chosen, codebook=str(tmp_path / "own.yml"))
    assert load_codebook(open_study(tmp_path / "s").codebook).names


class TestCommand:
    """``analysis new``."""

    def test_it_says_what_it_found_and_asks_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = table(tmp_path, date=["2012-01-01", "2012-02-01", "2012-03-01", "2012-04-01"])
        assert run(monkeypatch, "new", tmp_path / "s", "--from", file) == 0
        said = capsys.readouterr().err
        for line in (
            "4 articles in news.csv (table)",
            "2 outlets: A (2), B (2)",
            "dates from 2012-01-01 to 2012-04-01",
            "columns of news.csv: text = text, date = date, outlet = outlet (another: --map",
            "no problems",
            "groups: by outlet; target 'B' (2), reference 'A' (2)",
        ):
            assert line in said
        assert said.splitlines()[-1].startswith("next: analysis report ")

    def test_a_folder_that_holds_something_is_not_touched(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = table(tmp_path)
        assert run(monkeypatch, "new", tmp_path, "--from", file) == 2
        assert "is not empty, and nothing in it is written over" in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == [file]

    def test_what_is_not_plain_needs_yes_where_nobody_can_be_asked(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        texts = [f"The text of article {n}." for n in range(6)]
        file = table(tmp_path, text=[*texts], outlet=list("AABBBC"))
        assert run(monkeypatch, "new", tmp_path / "s", "--from", file) == 2
        assert "take it with --yes, or say which with --by" in capsys.readouterr().err
        assert not (tmp_path / "s").exists()
        assert run(monkeypatch, "new", tmp_path / "s", "--from", file, "--yes") == 0
        assert open_study(tmp_path / "s").target == "B"

    def test_own_column_labels_and_periods(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dates = ["2012-01-01", "2013-02-01", "2012-03-01", "2013-04-01"]
        file = table(tmp_path, desk=["x", "y"] * 2, date=dates, id=list("abcd"))
        (tmp_path / "groups.csv").write_text("article_id,group\na,1\nb,1\nc,2\nd,2\n")
        for number, arguments, sizes in (
            (1, ["--by", "desk"], {"x": 2, "y": 2}),
            (2, ["--by", tmp_path / "groups.csv"], {"1": 2, "2": 2}),
            (3, ["--before", "2013-01-01"], {"before 2013-01-01": 2, "from 2013-01-01": 2}),
        ):
            folder = tmp_path / f"s{number}"
            assert run(monkeypatch, "new", folder, "--from", file, *arguments) == 0
            study = open_study(folder)
            corpus = read_articles(study)
            groups = study.group_values(corpus.articles, corpus.labels)
            assert groups.value_counts().to_dict() == sizes
            assert {study.target, study.reference} == set(sizes)

    def test_problems_are_shown_and_what_they_mean(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        texts: list[object] = ["One text.", "Another text.", "A third text.", None]
        file = table(tmp_path, text=texts)
        assert run(monkeypatch, "new", tmp_path / "s", "--from", file, "--yes") == 0
        said = capsys.readouterr()
        assert "problems: 1 × empty" in said.err
        assert "holds no article text" in said.out
        assert "a report stops there" in said.err

    def test_at_a_terminal_it_asks_only_what_it_cannot_work_out(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        texts = [f"The text of article {n}." for n in range(6)]
        file = table(tmp_path, text=[*texts], outlet=list("AABBBC"))
        monkeypatch.setattr(sys, "stdin", Keyboard("C\n\n"))
        monkeypatch.setattr(
            sys, "argv", ["analysis", "new", str(tmp_path / "s"), "--from", str(file)]
        )
        assert main() == 0
        said = capsys.readouterr().err
        assert said.count("Target [B]") == said.count("Compared with [A]") == 1
        study = open_study(tmp_path / "s")
        assert (study.target, study.reference) == ("C", "A")


def test_notebooks_lose_what_is_of_this_study_and_what_they_put_out() -> None:
    tagged = nbformat.v4.new_markdown_cell("Five articles.", metadata={"tags": ["this-study"]})
    code = nbformat.v4.new_code_cell("1", execution_count=3)
    code.outputs = [nbformat.v4.new_output("stream", text="1")]
    left = without_this_study(nbformat.v4.new_notebook(cells=[tagged, code]))
    assert [(cell.source, cell.outputs) for cell in left.cells] == [("1", [])]
    assert code.outputs


def test_the_chapters_of_a_new_study_are_whole() -> None:
    notebooks, exhibits = study_notebooks()
    assert list(notebooks) == [path.stem for path in sorted(notebook_folder().glob("*.ipynb"))]
    kinds = [(one.kind, one.number) for one in exhibits]
    for kind in ("Table", "Figure"):
        numbers = [number for one, number in kinds if one == kind]
        assert numbers == list(range(1, len(numbers) + 1))
    for name, notebook in notebooks.items():
        nbformat.validate(notebook)
        assert notebook.cells[0].source.startswith("# "), f"{name} begins without its title"


def test_the_wheel_carries_the_chapters() -> None:
    project = Path(__file__).parents[2]
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    carried = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    chapters = sorted((project / "notebooks").glob("*.ipynb"))
    assert carried == {
        f"notebooks/{path.name}": f"analysis/report/notebooks/{path.name}" for path in chapters
    }
