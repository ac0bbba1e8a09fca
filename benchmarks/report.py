"""What a whole report of a large study takes: seconds, processor time and memory of each step.

    python benchmarks/report.py 2000 [5000 …] [--keep FOLDER]

Of each number of articles a study is made (``analysis new`` from a CSV of generated news, two
outlets of five compared) and reported on (``analysis report``). The lines that the command writes
when a step begins part the time; memory is that of all its processes together, looked at twice
a second, pages that they share counted once.
"""

import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from arguments import parser
from generated_news import OUTLETS, generate_news

_EVERY = 0.5  # seconds


@dataclass
class Step:
    """One step as it was watched."""

    name: str
    began: float
    seconds: float = 0.0
    memory: int = 0
    processor: dict[int, float] = field(default_factory=dict)
    """Of each process, the seconds that it had taken when it was last seen."""


def main(sizes: list[int], folder: Path) -> None:
    """Make and report on a study of each size, and print its table."""
    for articles in sizes:
        source, study = folder / f"news-{articles}.csv", folder / f"study-{articles}"
        generate_news(source, articles)
        target, reference = OUTLETS[:2]
        new = ["new", str(study), "--from", str(source), "--yes", "--by", "outlet"]
        new += ["--target", target, "--reference", reference]
        print(f"\n{articles:,} articles, {source.stat().st_size / 1e6:.0f} MB")
        print(f"{'step':44}{'seconds':>9}{'CPU s':>8}{'MB':>7}")
        for command in (new, ["report", str(study)]):
            for step, processor in _watched(command):
                print(f"{step.name[:42]:44}{step.seconds:9.1f}{processor:8.1f}{step.memory:7,}")
        _pages(study / "build" / "report")


def _watched(command: list[str]) -> list[tuple[Step, float]]:
    """The steps of a command with the processor time of each."""
    steps = [Step(command[0], time.monotonic())]
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis", *command], stderr=subprocess.PIPE, text=True,
        stdout=subprocess.DEVNULL, encoding="utf-8",
    )  # fmt: skip
    sampler = threading.Thread(target=_sample, args=(process, steps))
    sampler.start()
    lines = []
    assert process.stderr is not None
    for line in process.stderr:
        lines.append(line)
        if command[0] == "report":
            steps.append(Step(line.strip(), time.monotonic()))
    process.wait()
    end = time.monotonic()
    sampler.join()
    if process.returncode:
        sys.exit("".join(lines))
    spent: dict[int, float] = {}
    result = []
    for step, until in zip(steps, [*(one.began for one in steps[1:]), end], strict=True):
        step.seconds = until - step.began
        before = sum(spent.values())
        spent |= step.processor
        result.append((step, sum(spent.values()) - before))
    return result


def _sample(process: "subprocess.Popen[str]", steps: list[Step]) -> None:
    """While the process lives: memory and processor time of it and its children."""
    while process.poll() is None:
        step, memory = steps[-1], 0
        try:
            root = psutil.Process(process.pid)
            for one in [root, *root.children(recursive=True)]:
                memory += one.memory_full_info().pss
                times = one.cpu_times()
                step.processor[one.pid] = times.user + times.system
        except psutil.Error:  # it ended while it was looked at
            continue
        step.memory = max(step.memory, memory // 1_000_000)
        time.sleep(_EVERY)


def _pages(report: Path) -> None:
    """How many pages there are, how large they are, and which are largest."""
    sizes = {path: path.stat().st_size for path in report.rglob("*") if path.is_file()}
    pages = {path: size for path, size in sizes.items() if path.suffix == ".html"}
    print(f"report: {len(sizes):,} files, {sum(sizes.values()) / 1e6:.1f} MB; {len(pages):,} pages")
    for path, size in sorted(sizes.items(), key=lambda item: -item[1])[:12]:
        print(f"  {size / 1e6:8.2f} MB  {path.relative_to(report).as_posix()}")


if __name__ == "__main__":
    options = parser(__doc__, path=False)
    options.add_argument("articles", type=int, nargs="+", help="articles of each study")
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="where to leave the studies")
    given = options.parse_args()
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
        main(given.articles, given.keep)
    else:
        with tempfile.TemporaryDirectory() as made:
            main(given.articles, Path(made))
