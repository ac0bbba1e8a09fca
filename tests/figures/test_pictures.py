"""Pictures: what Jupyter gets, and that the bytes do not change."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.errors import InputError
from analysis.figures import frequency_effect, picture, similarity_matrix, term_dots
from analysis.figures.pictures import _NUMBER, _cut

SCRIPT = """
import numpy as np, pandas as pd
from analysis.figures import frequency_effect, partition_scores, picture, term_dots
random = np.random.default_rng(0)
terms = [f"term{n}" for n in range(60)]
table = pd.DataFrame({"term": terms, "target_count": random.integers(1, 50, 60),
    "reference_count": random.integers(1, 50, 60), "log_ratio": random.normal(size=60)})
rates = pd.DataFrame({"term": terms[:6] * 5, "article_id": sorted(list("abcde") * 6),
    "group": ["x"] * 24 + ["y"] * 6, "rate": random.random(30)})
print(picture(frequency_effect(table, "x", "y", n_target=4, n_reference=1), alt="one").svg)
print(picture(term_dots(rates, "y", "x"), alt="two").svg)
"""


def pairs() -> pd.DataFrame:
    return pd.DataFrame({"article_a": ["a"], "article_b": ["b"], "cosine": [0.4]})


def test_two_processes_with_different_hash_seeds_give_the_same_bytes() -> None:
    outputs = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        outputs.append(
            subprocess.run(
                [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, check=True
            ).stdout
        )
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"<svg") == 2


def test_jupyter_gets_the_svg_and_the_alt_text() -> None:
    shown = picture(similarity_matrix(pairs()), alt="Two articles & more")
    data, metadata = shown._repr_mimebundle_()
    assert data["text/plain"] == "Two articles & more"
    assert metadata == {"image/svg+xml": {"alt": "Two articles & more"}}
    root = ElementTree.fromstring(data["image/svg+xml"])
    assert root.attrib["role"] == "img"
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == "Two articles & more"


def test_nothing_in_the_svg_names_a_date_a_version_or_a_font_file() -> None:
    svg = picture(similarity_matrix(pairs()), alt="x").svg
    for word in ("dc:date", "Matplotlib", "font-family", "<image", "<?xml", "DOCTYPE"):
        assert word not in svg


def test_words_are_shown_as_they_are_and_cannot_act() -> None:
    names = ["$\\frac{1", "<script>alert(1)</script>", "]]> --> & \x00"]
    table = pd.DataFrame(
        {
            "article_a": [names[0], names[0], names[1]],
            "article_b": [names[1], names[2], names[2]],
            "cosine": [0.1, 0.2, 0.3],
        }
    )
    root = ElementTree.fromstring(picture(similarity_matrix(table), alt="a\x00b <b>").svg)
    assert not [node for node in root.iter() if node.tag.endswith("script")]


def test_an_empty_alt_or_another_object_is_refused() -> None:
    with pytest.raises(InputError, match="alt: is empty; say in words"):
        picture(Figure().subplots(), alt="  ")
    with pytest.raises(InputError, match="ax: is a str; give the Axes"):
        picture("figure", alt="x")


def test_settings_of_the_user_are_left_alone() -> None:
    before = dict(mpl.rcParams)
    picture(similarity_matrix(pairs()), alt="x")
    assert dict(mpl.rcParams) == before


def test_a_figure_of_pyplot_is_closed_so_that_it_is_not_drawn_twice() -> None:
    script = (
        "import matplotlib; matplotlib.use('agg')\n"
        "import matplotlib.pyplot as plt\n"
        "from analysis.figures import picture\n"
        "figure, ax = plt.subplots()\n"
        "picture(ax, alt='x')\n"
        "assert plt.get_fignums() == []\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_our_own_figures_never_load_pyplot() -> None:
    script = (
        "import sys, pandas as pd\n"
        "from analysis.figures import picture, similarity_matrix\n"
        "table = pd.DataFrame({'article_a': ['a'], 'article_b': ['b'], 'cosine': [0.4]})\n"
        "picture(similarity_matrix(table), alt='x')\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [("12.34567", "12.346"), ("0.015625", "0.015625"), ("-0.00001", "-0.00001"),
     ("-0.0000001", "0"), ("5.00004", "5"), ("12.345", "12.345")],
)  # fmt: skip
def test_coordinates_are_cut_and_scales_are_kept(before: str, after: str) -> None:
    assert _NUMBER.sub(_cut, before) == after


def test_the_style_is_part_of_the_package() -> None:
    style = Path(sys.modules["analysis.figures"].__file__ or "").with_name("news.mplstyle")
    assert "svg.hashsalt: news" in style.read_text(encoding="utf-8")


def test_a_figure_is_drawn_on_the_axes_given() -> None:
    figure = Figure(figsize=(9, 4))
    left, right = figure.subplots(1, 2)
    assert similarity_matrix(pairs(), ax=left) is left
    rates = pd.DataFrame(
        {"term": ["war"] * 2, "article_id": ["a", "b"], "group": [1, 2], "rate": [3.0, 5.0]}
    )
    assert term_dots(rates, 2, 1, ax=right) is right
    assert "1 term in 1 article of 2" in right.get_title(loc="left")
    assert np.isfinite(right.get_xlim()).all()
    assert frequency_effect.__doc__
