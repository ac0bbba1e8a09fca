"""A study that names its inputs: read, cleaned or not, grouped, and stopped where it must."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus.reading import read_articles
from analysis.corpus.stopping import check_problems, counted_kinds, stopping_problems
from analysis.errors import InputError
from analysis.schema import new_table
from analysis.study import Study, open_study

PAGE = (
    "Home\n\nTalks open in Munich\n\n11 February 2016\n\n"
    "Ministers met in Munich on Thursday to talk about the strike.\n\n"
    "They agreed to meet again, a spokesman said.\n\nShare this on Facebook\n"
)
TABLE = (
    "id,body,outlet,day,desk\n"
    "a,The first text of them all.,X,2016-02-11,news\n"
    "b,The second text of them all.,Y,2016-02-12,sport\n"
    "c,The third text of them all.,Z,2016-02-13,\n"
)


def study(folder: Path, inputs: dict[str, str], *, articles: str = "", groups: str = "") -> Study:
    """A study of text files and tables, written to a folder."""
    for name, text in inputs.items():
        path = folder / "data" / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    tops = sorted({name.split("/")[0] for name in inputs})
    listed = ", ".join(f'"data/raw/{name}"' for name in tops)
    groups = groups or 'by = "outlet"\ntarget = "X"\nreference = "Y"'
    (folder / "study.toml").write_text(
        f'title = "T"\nseed = 1\n[articles]\ninputs = [{listed}]\n{articles}\n[groups]\n{groups}\n',
        encoding="utf-8",
    )
    return open_study(folder)


def test_a_table_is_read_with_paths_from_the_study(tmp_path: Path) -> None:
    corpus = read_articles(study(tmp_path, {"a.csv": TABLE}))
    assert list(corpus.articles["article_id"]) == ["a", "b", "c"]
    assert set(corpus.articles["source_file"]) == {"data/raw/a.csv"}
    assert corpus.cleaning_ledger.empty
    assert corpus.labels.empty
    assert corpus.raw["a"] == "The first text of them all."


def test_columns_are_mapped_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    mapped = "[articles.columns]\noutlet = 'desk'\ntext = 'body'"
    groups = 'by = "outlet"\ntarget = "news"\nreference = "sport"'
    corpus = read_articles(study(tmp_path, {"a.csv": TABLE}, articles=mapped, groups=groups))
    assert list(corpus.articles["outlet"]) == ["news", "sport"]
    wrong = "[articles.columns]\ntext = 'story'"
    with pytest.raises(InputError, match=r"has no column 'story'; map text to one of id, body"):
        read_articles(study(tmp_path, {"a.csv": TABLE}, articles=wrong))


def test_a_column_of_the_input_groups_and_who_lacks_it_is_left_out_and_said(
    tmp_path: Path,
) -> None:
    groups = 'by = "desk"\ntarget = "news"\nreference = "sport"'
    chosen = study(tmp_path, {"a.csv": TABLE}, groups=groups)
    corpus = read_articles(chosen)
    assert corpus.labels.to_numpy().tolist() == [["a", "desk", "news"], ["b", "desk", "sport"]]
    assert list(corpus.articles["article_id"]) == list(corpus.raw) == ["a", "b"]
    (problem,) = corpus.problems.itertuples(index=False)
    assert (problem.source, problem.problem) == ("data/raw/a.csv", "group")
    assert problem.detail == "c lacks what the study groups by: desk"
    assert list(chosen.group_values(corpus.articles, corpus.labels)) == ["news", "sport"]


def test_a_rule_that_there_is_not_is_named_with_the_columns(tmp_path: Path) -> None:
    groups = 'by = "desks"\ntarget = "news"\nreference = "sport"'
    with pytest.raises(InputError, match=r"by = 'desks': .* the inputs: body, day, desk, id"):
        read_articles(study(tmp_path, {"a.csv": TABLE}, groups=groups))


def test_pages_are_cleaned_with_a_ledger_that_leads_to_their_words(tmp_path: Path) -> None:
    groups = 'by = "folder"\ntarget = "x"\nreference = "y"'
    files = {"x/1.txt": PAGE, "y/2.txt": PAGE}
    corpus = read_articles(study(tmp_path, files, groups=groups))
    assert list(corpus.articles["article_id"]) == ["1", "2"]
    assert list(corpus.articles["source_file"]) == ["data/raw/x/1.txt", "data/raw/y/2.txt"]
    assert list(corpus.articles["date"]) == ["2016-02-11", "2016-02-11"]
    assert corpus.articles["body"][0].startswith("Ministers met")
    assert corpus.raw["1"] == PAGE
    ledger = corpus.cleaning_ledger.query("article_id == '1' and category == 'body'")
    places = zip(ledger["start"], ledger["end"], strict=True)
    kept = " ".join(PAGE[start:end] for start, end in places)
    assert kept == corpus.articles["body"][0].replace("\n\n", " ")


def test_cleaning_can_be_left_out_or_asked_for(tmp_path: Path) -> None:
    groups = 'by = "file"\ntarget = "a.txt"\nreference = "b.txt"'
    files = {"a.txt": PAGE, "b.txt": PAGE}
    plain = read_articles(study(tmp_path, files, articles="clean = false", groups=groups))
    assert plain.cleaning_ledger.empty
    assert plain.articles["body"][0].startswith("Home\n\nTalks open")
    table = pd.DataFrame({"text": [PAGE, PAGE], "outlet": ["X", "Y"], "title": ["Given", None]})
    cells = {"t.csv": table.to_csv(index=False)}
    for folder, extra, cleaned in (("1", "clean = true", True), ("2", "", False)):
        (tmp_path / folder).mkdir()
        corpus = read_articles(study(tmp_path / folder, cells, articles=extra))
        first = "Ministers met" if cleaned else "Home"
        assert all(body.startswith(first) for body in corpus.articles["body"])
        assert len(corpus.cleaning_ledger) == (2 * len(PAGE.splitlines()) if cleaned else 0)


def test_what_a_table_states_goes_before_what_cleaning_finds(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {"text": [PAGE, PAGE], "outlet": ["X", "Y"], "title": ["Given", None],
         "date": ["2016-03-01", None]}
    )  # fmt: skip
    chosen = study(tmp_path, {"t.csv": table.to_csv(index=False)}, articles="clean = true")
    corpus = read_articles(chosen)
    read = corpus.articles.set_index("outlet")[["headline", "date"]].to_dict("index")
    assert read["X"] == {"headline": "Given", "date": "2016-03-01"}
    assert read["Y"] == {"headline": "Talks open in Munich", "date": "2016-02-11"}


def test_overrides_work_for_whatever_is_cleaned(tmp_path: Path) -> None:
    groups = 'by = "file"\ntarget = "a.txt"\nreference = "b.txt"'
    head = "article_id,line,action,category,reason\n"
    (tmp_path / "fix.csv").write_text(f"{head}a,9,drop,promotion,not part of it\n")
    files = {"a.txt": PAGE, "b.txt": PAGE}
    corpus = read_articles(study(tmp_path, files, articles='overrides = "fix.csv"', groups=groups))
    bodies = corpus.articles.set_index("article_id")["body"]
    assert "meet again" in bodies["b"]
    assert "meet again" not in bodies["a"]
    rule = corpus.cleaning_ledger.query("article_id == 'a' and line == 9")["rule"].item()
    assert rule == "override: not part of it"
    uncleaned = study(
        tmp_path, files, articles='overrides = "fix.csv"\nclean = false', groups=groups
    )
    with pytest.raises(InputError, match=r"fix\.csv: corrects a, whose text is not cleaned"):
        read_articles(uncleaned)


def test_an_article_that_overrides_empty_is_a_problem(tmp_path: Path) -> None:
    groups = 'by = "file"\ntarget = "a.txt"\nreference = "b.txt"'
    rows = "".join(f"a,{line},drop,promotion,all of it\n" for line in (3, 7, 9))
    (tmp_path / "fix.csv").write_text(f"article_id,line,action,category,reason\n{rows}")
    chosen = study(
        tmp_path, {"a.txt": PAGE, "b.txt": PAGE}, articles='overrides = "fix.csv"', groups=groups
    )
    corpus = read_articles(chosen)
    assert list(corpus.articles["article_id"]) == ["b"]
    assert set(corpus.cleaning_ledger["article_id"]) == {"b"}
    assert list(corpus.problems["problem"]) == ["empty"]


def test_several_inputs_keep_their_articles_apart(tmp_path: Path) -> None:
    corpus = read_articles(study(tmp_path, {"one.csv": TABLE, "two.csv": TABLE}))
    assert sorted(corpus.articles["article_id"]) == [
        "a", "b", "c", "two.csv-a", "two.csv-b", "two.csv-c",
    ]  # fmt: skip


def test_a_missing_input_and_one_without_articles_are_named(tmp_path: Path) -> None:
    chosen = study(tmp_path, {"a.csv": TABLE})
    (tmp_path / "data" / "raw" / "a.csv").unlink()
    with pytest.raises(InputError, match=r"data/raw/a\.csv: is missing, but study\.toml lists it"):
        read_articles(chosen)
    with pytest.raises(InputError, match=r"data/raw/b\.csv: no article could be read: holds no"):
        read_articles(study(tmp_path, {"b.csv": "text,outlet\n,X\n"}))


def test_labels_that_are_still_empty_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("article_id,group\na,\n")
    groups = 'by = "labels"\nfile = "labels.csv"\ntarget = "one"\nreference = "two"'
    with pytest.raises(InputError, match=r"labels\.csv: gives no article a group; fill in"):
        read_articles(study(tmp_path, {"a.csv": TABLE}, groups=groups))


PROBLEMS = new_table(
    "problems",
    [
        ("a.txt", "encoding", "read as cp1252", "save it in UTF-8"),
        ("b.csv, line 2", "row", "has 3 fields, the header 4", "mend the row"),
        ("c.txt", "date", "02/11/2023: ambiguous", "set date_order"),
        ("d.txt", "date", "01/10/2023: ambiguous", "set date_order"),
    ],
)


def test_a_run_stops_where_a_record_was_lost_or_is_in_doubt(tmp_path: Path) -> None:
    chosen = study(tmp_path, {"a.csv": TABLE})
    with pytest.raises(
        InputError,
        match=r"build/problems\.csv: 3 problems .*\(2 × date, 1 × row\), such as b\.csv, line 2: "
        r"has 3 fields.*--on-problem skip",
    ):
        check_problems(chosen, PROBLEMS)
    written = pd.read_csv(tmp_path / "build" / "problems.csv")
    assert list(written["source"]) == list(PROBLEMS["source"])


def test_a_run_goes_on_if_it_is_told_to_or_has_only_notes(tmp_path: Path) -> None:
    chosen = study(tmp_path, {"a.csv": TABLE})
    check_problems(replace(chosen, on_problem="skip"), PROBLEMS)
    check_problems(chosen, PROBLEMS.head(1))
    assert not (tmp_path / "build").exists()
    assert counted_kinds(stopping_problems(PROBLEMS)) == "2 × date, 1 × row"


@pytest.mark.parametrize(
    ("articles", "match"),
    [
        ('manifest = "m.csv"', "has both manifest and inputs"),
        ('clean = "yes"', "clean = 'yes' is of the wrong kind; give true or false"),
        ('on_problem = "ignore"', "on_problem = 'ignore' is unknown; allowed are stop, skip"),
        ("[articles.columns]\ntext = 3", "text = 3 is of the wrong kind"),
    ],
)
def test_settings_of_inputs_are_checked(tmp_path: Path, articles: str, match: str) -> None:
    with pytest.raises(InputError, match=match):
        study(tmp_path, {"a.csv": TABLE}, articles=articles)


def test_inputs_may_not_lead_out_and_must_be_listed(tmp_path: Path) -> None:
    for listed, match in (
        ('["../x.csv"]', "leads out of the study's folder"),
        ("[]", "names no files"),
        ("[3]", "names no files"),
    ):
        (tmp_path / "study.toml").write_text(
            f'title = "T"\nseed = 1\n[articles]\ninputs = {listed}\n[groups]\nby = "outlet"\n'
            'target = "X"\nreference = "Y"\n'
        )
        with pytest.raises(InputError, match=match):
            open_study(tmp_path)


OVERRIDES = "article_id,line,rule,action,category,reason\n"
PAIR = 'by = "file"\ntarget = "a.txt"\nreference = "b.txt"'


def corrected(folder: Path, rows: str) -> Study:
    (folder / "fix.csv").write_text(OVERRIDES + rows, encoding="utf-8")
    return study(
        folder, {"a.txt": PAGE, "b.txt": PAGE}, articles='overrides = "fix.csv"', groups=PAIR
    )


def test_a_rule_is_corrected_in_one_article_or_in_all_and_a_line_goes_before_it(
    tmp_path: Path,
) -> None:
    plain = read_articles(study(tmp_path, {"a.txt": PAGE, "b.txt": PAGE}, groups=PAIR))
    rules = plain.cleaning_ledger.query("article_id == 'a'").set_index("line")["rule"]
    rule, share = rules[9], rules[11]
    rows = f",,{share[:-1]}*,keep,body,all of these\n,,{rule},keep,body,not for a\n"
    rows += f"a,,{rule},drop,promotion,not this one\n"
    corpus = read_articles(corrected(tmp_path, rows + "b,11,,drop,social,not this line\n"))
    bodies = corpus.articles.set_index("article_id")["body"]
    assert bodies["a"] == "Share this on Facebook"
    assert bodies["b"].split("\n\n") == PAGE.split("\n\n")[3:5]
    found = corpus.cleaning_ledger.set_index(["article_id", "line"])["rule"]
    assert found["a", 9] == f"override: not this one (was: {rule})"
    assert found["a", 11] == f"override: all of these (was: {share})"
    assert found["b", 11] == "override: not this line"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,9,within the article,drop,advert,x", "line 2: names a line and a rule; give one"),
        ("a,,,drop,advert,x", "line 2: names neither a line nor a rule"),
        (",9,,drop,advert,x", "line 2: names '', which is no article"),
        ("c,,within the article,drop,advert,x", "line 2: names 'c', which is no article"),
        ("a,9,,drop,advert,", "line 2: gives no reason"),
        ("a,9,,drop,advert,x, and y", "line 2: has more or fewer cells than the first line"),
        ("a,99,,drop,advert,x", "line 2: line 99 is no line of the text; give a number from 1 to"),
        ("a,9,,erase,advert,x", "line 2: has the action 'erase'; give one of keep, drop"),
        ("a,9,,drop,adverts,x", "line 2: has the category 'adverts'; give one of body"),
        (",,within the artcle,drop,advert,x", "rule 'within the artcle' .did you mean within the"),
        ("a,9,,drop,advert,x\na,9,,keep,body,y", "line 3: corrects what line 2 does; keep one"),
    ],
)
def test_a_wrong_row_of_overrides_is_named_by_file_and_line(
    tmp_path: Path, row: str, said: str
) -> None:
    with pytest.raises(InputError, match=rf"fix\.csv, .*{said}"):
        read_articles(corrected(tmp_path, row + "\n"))


SLOGAN = "Harbour voices since the old days"


def recurring(folder: Path, count: int, *, articles: str = "") -> Study:
    """Pages of one outlet with a slogan, whose outlets a table states, and one of another."""
    pages = [
        f"Story {number} of the day\n\nMinisters met on day {number} to talk about the strike that "
        "has kept trains in their depots since the spring, and about what it costs the towns.\n\n"
        f"{SLOGAN}\n\nThey agreed to meet again on day {number + 1}, a spokesman said, and to ask "
        "the unions for a list of all that they would want to see in a new contract.\n"
        for number in range(count + 1)
    ]
    outlets = ["X"] * count + ["Y"]
    names = [f"a{number}" for number in range(count + 1)]
    table = pd.DataFrame({"id": names, "text": pages, "outlet": outlets}).to_csv(index=False)
    return study(folder, {"t.csv": table}, articles=f"clean = true\n{articles}")


def test_lines_learnt_in_one_run_repeat_its_result_with_fewer_pages(tmp_path: Path) -> None:
    from analysis.processing import process

    first = recurring(tmp_path, 4)
    process(first)
    bodies = first.table("recurring_lines").set_index("outlet")["text"]
    assert bodies.to_dict() == {"X": SLOGAN}
    learnt = (first.processed / "recurring_lines.csv").read_bytes()
    whole = read_articles(first).articles["body"].tolist()
    assert all(SLOGAN not in body for body in whole[:4])

    # Two pages alone teach nothing; with what the four taught they are cleaned as before.
    assert all(SLOGAN in body for body in read_articles(recurring(tmp_path, 2)).articles["body"])
    (tmp_path / "learnt.csv").write_bytes(learnt)
    pinned = recurring(tmp_path, 2, articles='recurring_lines = "learnt.csv"')
    again = read_articles(pinned)
    assert again.articles["body"].tolist()[:2] == whole[:2]
    assert SLOGAN in again.articles["body"].tolist()[2]
    process(pinned)
    assert (pinned.processed / "recurring_lines.csv").read_bytes() == learnt


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, r"learnt\.csv: is missing, but study\.toml names it as recurring_lines; copy data"),
        ("outlet,text\nX,a\n", "has the columns outlet, text; give outlet, text, pages, share"),
        ("outlet,text,pages,share\nX,,3,1\n", "row 1: names no outlet or no line"),
        ("outlet,text,pages,share\nX,a,3,1\nX,a,4,1\n", "row 2: repeats an outlet and line"),
        ("outlet,text,pages,share\nX,a,many,1\n", "row 1: has no whole number of pages"),
        ("outlet,text,pages,share\nX,a,3,1.5\n", "row 1: has no share of pages"),
        ("outlet,text,pages,share\nX,a,3,1,9\n", "is no CSV in UTF-8"),
    ],
)
def test_a_wrong_file_of_learnt_lines_is_named(tmp_path: Path, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / "learnt.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_articles(recurring(tmp_path, 2, articles='recurring_lines = "learnt.csv"'))


def test_the_lines_that_every_run_writes_cannot_be_what_it_reads(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a file that every run writes anew; copy it to data/raw"):
        recurring(tmp_path, 2, articles='recurring_lines = "data/processed/recurring_lines.csv"')
