"""Descriptions joined with texts: a manifest with its files, a list of addresses with pages.

In: a table that describes articles and has no texts, and where the texts are. Out: `ReaderResult`s.
What the table says goes before what a text says of itself; where the two name different days there
is a row of problems, as for each row without a text and each file that no row names.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.corpus.readers.account import Account
from analysis.corpus.readers.addresses import address_key
from analysis.corpus.readers.mapping import choose_mapping
from analysis.corpus.readers.paths import escaped, free_id, id_from, walk
from analysis.corpus.readers.result import Page, ReaderResult
from analysis.corpus.readers.tabular import Described, describe, open_table
from analysis.errors import InputError
from analysis.files import inside
from analysis.schema import TABLES

Read = Callable[[Path, str | None], ReaderResult]


def join_files(
    table: Path, folder: Path, read: Read, account: Account, *,
    mapping: Mapping[str, str] | None = None, keep: Sequence[str] = (),
) -> ReaderResult:  # fmt: skip
    """The articles that a manifest names: each row describes one file of a folder.

    Parameters
    ----------
    table
        The manifest: a table with a column ``file`` (a path relative to the folder; its case and
        suffix may differ where one file alone fits) and any of outlet, agency, date, headline,
        url, language, complete, duplicate_of, event, article_id, and encoding, which goes before
        the account's.
    read
        Reads one file by its kind, in an encoding; it must hold exactly one article.

    Returns
    -------
    ReaderResult
        ``claimed`` is the number of rows of the manifest.

    Raises
    ------
    InputError
        If the manifest does not exist, or its columns do not fit.
    """
    rows = _described(account, table, mapping, keep, key="file")
    if rows is None:
        return account.result()
    described, chosen, records = rows
    named: dict[Path, str] = {}
    near: dict[str, list[Path]] | None = None
    for row in described:
        relative = row.keys["file"].replace("\\", "/").removeprefix("./")
        path = inside(folder, relative)
        if path is not None and relative and not path.is_file():
            near = _by_name(folder, table) if near is None else near
            # Case and suffix may differ where one file alone fits.
            fitting = near.get(relative.casefold(), [])
            if len(fitting) == 1:
                path = fitting[0]
                relative = path.relative_to(folder.resolve()).as_posix()
        shown = escaped(relative)
        if path is None or not relative:
            trouble = f"names the file {shown!r}, which is not in the folder" if relative else (
                "names no file"
            )  # fmt: skip
            account.problem(row.source, "file", trouble, "give a path relative to the folder")
            continue
        if path in named:
            account.problem(
                row.source, "file", f"names {shown!r}, as {named[path]} does", "keep one row"
            )
            continue
        named[path] = row.source
        if not path.is_file():
            account.problem(row.source, "file", f"names {shown!r}, which is missing", "supply it")
            continue
        try:
            found = read(path, row.keys["encoding"] or account.encoding)
        except InputError as error:
            account.problem(shown, "file", error.trouble, error.remedy)
            continue
        except OSError:
            account.problem(shown, "file", "cannot be opened", "check its rights")
            continue
        name = escaped(path.name)
        for source, problem, detail, remedy in found.rows("problems"):
            # A day that the manifest states settles what the file leaves open.
            if problem != "date" or not row.values["date"]:
                account.problem(shown + source.removeprefix(name), problem, detail, remedy)
        articles = found.rows("articles")
        if len(articles) > 1:
            account.problem(
                shown, "file", f"holds {len(articles)} articles, its row describes one",
                "read it without the manifest",
            )  # fmt: skip
        elif articles:
            own = dict(zip(TABLES["articles"].names, articles[0], strict=True))
            page = next(iter(found.pages.values()), None)
            _add(account, row, path, own, relative, page)
    for path, relative, _ in walk(folder):
        known = path.resolve() in named or path.resolve() == table.resolve()
        if not known and not any(part.endswith("_files") for part in relative.split("/")[:-1]):
            account.problem(
                relative, "file", f"is not in {escaped(table.name)}, and was not read",
                "add a row for it, or take it out of the folder",
            )  # fmt: skip
    return account.result(records(), chosen)


def _by_name(folder: Path, table: Path) -> dict[str, list[Path]]:
    """The files of a folder by their relative paths without case, with suffix and without."""
    found: dict[str, list[Path]] = {}
    for path, relative, refused in walk(folder):
        if not refused and path.resolve() != table.resolve():
            plain = relative.casefold()
            for name in {plain, plain.removesuffix(path.suffix.casefold())}:
                found.setdefault(name, []).append(path.resolve())
    return found


def join_addresses(
    table: Path, texts: Path, pieces: Iterable[ReaderResult], account: Account, *,
    mapping: Mapping[str, str] | None = None, keep: Sequence[str] = (),
) -> Iterator[ReaderResult]:  # fmt: skip
    """The articles that a list of addresses names, piece by piece, with texts from elsewhere.

    Two addresses are one where `address_key` makes the same of them. The list is held in memory,
    the texts are not.

    Parameters
    ----------
    table
        A table with a column ``url``, such as an export of Media Cloud.
    pieces
        The texts: articles with their url.

    Raises
    ------
    InputError
        If the table does not exist, its columns do not fit, or no text has an address.
    """
    rows = _described(account, table, mapping, keep, key="url")
    if rows is None:
        yield account.result()
        return
    described, chosen, records = rows
    wanted: dict[str, Described] = {}
    for row in described:
        key = address_key(row.keys["url"])
        if not key:
            account.problem(
                row.source, "url", f"{row.keys['url'][:200]!r} is no address", "mend it"
            )
        elif key in wanted:
            account.problem(
                row.source, "url", f"repeats the address of {wanted[key].source}",
                "nothing, if the page was listed twice",
            )  # fmt: skip
        else:
            wanted[key] = row
    done: set[str] = set()
    name, given, addressed, others = escaped(texts.name), 0, 0, 0
    for piece in pieces:
        for problem in piece.rows("problems"):
            account.problem(*problem)
        for own in piece.articles.to_dict("records"):
            given += 1
            key = address_key(own["url"]) if isinstance(own["url"], str) else ""
            addressed += bool(key)
            if key in done:
                account.problem(
                    f"{name}, {own['article_id']}", "url", "is a second text for "
                    f"{own['url']}; the first was taken", "nothing, if the texts are the same",
                )  # fmt: skip
            elif key in wanted:
                done.add(key)
                path = texts if texts.is_file() else texts / str(own["source_file"])
                _add(account, wanted[key], path, own, str(own["source_file"]), None)
            else:
                others += 1
        yield account.result(None, chosen)
    if given and not addressed:
        raise InputError(name, "has texts but no addresses", "map url to the column that has them")
    for key, row in wanted.items():
        if key not in done:
            account.problem(
                row.source, "no text", f"there is no text for {row.keys['url'][:300]}",
                "fetch the page and add its text, or take the row out",
            )  # fmt: skip
    if others:
        account.problem(
            name, "passed over", f"{others} of {given} texts have an address that "
            f"{escaped(table.name)} does not list", "nothing, if only the listed ones are wanted",
        )  # fmt: skip
    yield account.result(records(), chosen)


def _described(
    account: Account, table: Path, mapping: Mapping[str, str] | None, keep: Sequence[str], key: str
) -> tuple[list[Described], dict[str, str], Callable[[], int]] | None:
    """The rows of a table that describes articles, its mapping, and how many rows it has."""
    name = escaped(table.name)
    opened = open_table(
        account, table, lambda names: choose_mapping(name, names, mapping, key=key), keep
    )
    if opened is None:
        return None
    rows, chosen = opened
    kept = [column for column in keep if column in rows.columns]
    found: list[Described] = []
    ids: dict[str, str] = {}
    number = 0
    for row in rows.rows:
        number += 1
        one = describe(account, table, f"{name}, {row.place}", row, chosen, kept)
        if one is None:
            continue
        found.append(one)
        article_id = one.values["article_id"]
        if key == "file" and not one.stated_id:
            continue
        if article_id in ids:
            found.pop()
            account.problem(
                one.source, "article_id", f"repeats the article_id {article_id!r} of "
                f"{ids[article_id]}", "give each article its own",
            )  # fmt: skip
            continue
        ids[article_id] = one.source
    by_file: dict[str, str] = {}
    for one in found if key == "file" else []:
        if not one.stated_id:
            # Named as it would be without the table.
            one.values["article_id"] = free_id(id_from(one.keys["file"]), ids)
            ids[one.values["article_id"]] = one.source
        by_file.setdefault(one.keys["file"], one.values["article_id"])
    for one in found:
        original = one.values["duplicate_of"]
        if original and original not in ids and original in by_file:
            one.values["duplicate_of"] = by_file[original]
        elif original and original not in ids:
            account.problem(
                one.source, "duplicate_of", f"names {one.values['duplicate_of']!r}, which is no "
                "article_id of the table", "name one of its articles or files, or leave it empty",
            )  # fmt: skip
    return found, chosen, lambda: number


def _add(
    account: Account, row: Described, path: Path, own: Mapping[Any, Any], relative: str,
    page: Page | None,
) -> None:  # fmt: skip
    """An article from what the table says of it and, where that says nothing, the text itself."""
    theirs = {
        field: own[field] if isinstance(own[field], str) else None
        for field in ("outlet", "agency", "date", "headline", "language", "url", "event")
    }
    stated, found = row.values["date"], theirs["date"]
    if stated and found and stated != found:
        account.problem(
            row.source, "date", f"says {stated}, the text {found}; {stated} was taken",
            "correct the row, if the text is right",
        )  # fmt: skip
    values = {**row.values, **{f: row.values[f] or theirs[f] for f in theirs}}
    values["complete"] = row.values["complete"] and bool(own["complete"])
    account.article(
        row.source, path, body=str(own["body"]), source_file=relative, page=page, **values
    )
