"""Outputs are whole or not there, and paths stay inside their folder."""

from pathlib import Path

import pytest

from analysis.files import inside, replaced_folder, write_file


def fail_half_way(target: Path) -> None:
    with replaced_folder(target) as folder:
        (folder / "a").write_text("new")
        raise RuntimeError("half-way")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_file(tmp_path / "a.txt", "old")
    write_file(tmp_path / "a.txt", "new")
    assert (tmp_path / "a.txt").read_text() == "new"
    assert names(tmp_path) == ["a.txt"]


def test_a_failed_block_leaves_the_old_folder_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with replaced_folder(target) as folder:
        (folder / "a").write_text("old")
    with pytest.raises(RuntimeError, match="half-way"):
        fail_half_way(target)
    assert (target / "a").read_text() == "old"
    assert names(tmp_path) == ["out"]


def test_a_folder_lost_between_the_two_moves_comes_back(tmp_path: Path) -> None:
    (tmp_path / ".out.old").mkdir()
    (tmp_path / ".out.old" / "a").write_text("old")
    with pytest.raises(RuntimeError, match="half-way"):
        fail_half_way(tmp_path / "out")
    assert (tmp_path / "out" / "a").read_text() == "old"


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../a", "b/../../a", "a\0b"])
def test_a_path_that_leads_out_is_none(tmp_path: Path, path: str) -> None:
    assert inside(tmp_path, path) is None


def test_a_link_that_leads_out_is_none(tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "link").symlink_to(tmp_path)
    assert inside(tmp_path / "study", "link/a") is None
    assert inside(tmp_path / "study", "b/c") == (tmp_path / "study" / "b" / "c").resolve()
