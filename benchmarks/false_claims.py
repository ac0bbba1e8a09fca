"""Generated data sets of two outlets: in how many does the comparison claim what was not planted?

    python benchmarks/false_claims.py [DATASETS [ARTICLES [TERMS [SAMPLES]]]]

Articles have lengths and word frequencies of their own, the same way in both outlets. Each row is
a way to plant: nothing; five words, whose occurrences take the place of one filler word, so that
no other word differs; and five words that crowd out all others a little, as any frequent word
does in a text of a given length, so that the others do become rarer. Only the first two rows are
bound by alpha (.05). The last row shuffles labels over the articles of one data set.
"""

import numpy as np
from arguments import parser
from scipy import sparse

from analysis import compare_terms
from analysis.comparison.calibration import null_calibration
from analysis.comparison.verdicts import claims_difference
from analysis.text.counts import TermCounts

PLANTED = np.array([30, 60, 90, 120, 150])
FILLER, SHARE = 0, 0.02


def articles_of(n: int, n_terms: int, way: str, seed: int) -> TermCounts:
    """Counts; every second article is of the outlet that has planted words."""
    random = np.random.default_rng([seed, n, n_terms])
    shares = 1 / np.arange(1, n_terms + 1) ** 1.05
    shares[FILLER] = shares.sum()
    matrix = np.zeros((n, n_terms), dtype=np.int64)
    for article in range(n):
        own = random.gamma(1.0, 1.0, size=n_terms) * shares
        own[FILLER] = own.sum()
        own /= own.sum()
        planted_here = article % 2 == 1 and way != "nothing"
        if planted_here and way == "in place of all":
            own *= 1 - len(PLANTED) * SHARE
        elif planted_here:
            own[FILLER] -= len(PLANTED) * SHARE
        if planted_here:
            own[PLANTED] += SHARE
        matrix[article] = random.multinomial(random.integers(125, 500), own)
    terms = [f"t{term:05d}" for term in range(n_terms)]
    names = [f"a{article:05d}" for article in range(n)]
    return TermCounts(sparse.csr_matrix(matrix), terms, names, matrix.sum(axis=1))


def main(datasets: int, n: int, n_terms: int, samples: int) -> None:
    outlets = {f"a{article:05d}": "AB"[article % 2] for article in range(n)}
    print(f"{datasets} data sets of {n:,} articles and {n_terms:,} terms, {samples:,} relabellings")
    print(f"{'planted':26}{'with a false claim':>19}{'false claims':>14}{'planted found':>15}")
    for way in ("nothing", "in place of a filler", "in place of all"):
        planted = {f"t{term:05d}" for term in (*PLANTED, FILLER)} if way != "nothing" else set()
        false, found = [], []
        for seed in range(datasets):
            counts = articles_of(n, n_terms, way, seed)
            table = compare_terms(counts, outlets, "B", "A", n_samples=samples, seed=seed)
            claimed = table["term"][claims_difference(table["verdict"], "B", "A")]
            false.append(int((~claimed.isin(planted)).sum()))
            found.append(int(claimed.isin(planted - {f"t{FILLER:05d}"}).sum()))
        share = np.mean(np.array(false) > 0)
        print(f"{way:26}{share:>18.1%}{sum(false):>15}{np.mean(found):>11.1f} of 5", flush=True)
    counts = articles_of(n, n_terms, "in place of all", datasets)
    table = null_calibration(
        counts, outlets, "B", "A", n_shuffles=datasets, n_samples=samples, seed=datasets
    )
    any_percent = table.set_index("method")["any_percent"]
    print(f"{'labels shuffled':26}{any_percent['verdict']:>17.1f}%")


if __name__ == "__main__":
    arguments = parser(__doc__, path=False)
    defaults = {"datasets": 40, "articles": 200, "terms": 1_500, "samples": 999}
    for name, value in defaults.items():
        arguments.add_argument(name, type=int, nargs="?", default=value)
    main(*vars(arguments.parse_args()).values())
