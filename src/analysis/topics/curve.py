"""How many topics? Fit and stability side by side for a range of numbers.

In: term counts and the numbers of topics to try. Out: one row for each.
"""

from collections.abc import Iterable

import pandas as pd

from analysis.schema import check_table
from analysis.text.counts import TermCounts
from analysis.topics.clustering import cluster_topics


def topic_curve(
    counts: TermCounts | pd.DataFrame,
    ks: Iterable[int] = range(2, 11),
    *,
    method: str | None = None,
    runs: int | None = None,
    seed: int = 0,
    **options: object,
) -> pd.DataFrame:
    """Silhouette and stability for each number of topics.

    Read it for a number at which the topics hold, not for a maximum: silhouettes of texts tend to
    rise with the number of topics.

    Parameters
    ----------
    counts, method, runs, seed, options
        As in ``cluster_topics``.
    ks
        Numbers of topics to try.

    Returns
    -------
    pandas.DataFrame
        Table ``topic_curve``, by number of topics: mean silhouette, mean adjusted Rand index of
        the least favourable check, and how many topics are stable, unstable or singletons.

    Raises
    ------
    InputError
        As ``cluster_topics``.

    Examples
    --------
    >>> from analysis.text.counts import count_terms
    >>> texts = ["talks in Geneva", "peace talks in Geneva", "oil price falls", "oil price rises"]
    >>> topic_curve(count_terms(texts), [2, 3])[["n_topics", "n_stable", "n_singletons"]]
       n_topics  n_stable  n_singletons
    0         2         2             0
    1         3         0             2
    """
    rows = []
    for k in sorted(set(ks)):
        found = cluster_topics(
            counts, k=k, method=method, runs=runs, seed=seed, **options  # type: ignore[arg-type]
        )  # fmt: skip
        verdicts = found.topics["verdict"]
        rows.append((
            k, round(float(found.articles["silhouette"].mean()), 6) + 0.0,
            found.checks["ari_mean"].min(),
            int((verdicts == "stable").sum()), int((verdicts == "unstable").sum()),
            int(verdicts.str.startswith("singleton").sum()),
        ))  # fmt: skip
    names = ["n_topics", "silhouette", "ari", "n_stable", "n_unstable", "n_singletons"]
    return check_table(pd.DataFrame(rows, columns=pd.Index(names)), "topic_curve")
