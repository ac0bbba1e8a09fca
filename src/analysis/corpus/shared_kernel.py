"""Numbers that two sorted lists have in common, compiled. Importing this module imports Numba."""

import numpy as np

from analysis.text.compiling import compiled


@compiled
def shared_runs(runs, starts, first, second):  # type: ignore[no-untyped-def]
    """For each pair of articles the runs that both have; each article's runs are sorted."""
    shared = np.zeros(first.shape[0], dtype=np.int64)
    for pair in range(first.shape[0]):
        at, end = starts[first[pair]], starts[first[pair] + 1]
        other, last = starts[second[pair]], starts[second[pair] + 1]
        count = 0
        while at < end and other < last:
            if runs[at] < runs[other]:
                at += 1
            elif runs[at] > runs[other]:
                other += 1
            else:
                count += 1
                at += 1
                other += 1
        shared[pair] = count
    return shared
