"""Runs of words made, chosen and compared, compiled; ``word_runs`` and ``shared_runs`` define them.

In and out: arrays of 64-bit numbers. Importing this module imports Numba.
"""

import numpy as np

from analysis.text.compiling import compiled

_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
U27, U30, U31 = np.uint64(27), np.uint64(30), np.uint64(31)


@compiled
def make_runs(numbers, totals, own, length, step, values, sizes):  # type: ignore[no-untyped-def]
    """Write the runs of each part that is the article's own, and how many it has; their number.

    There is room for as many runs as words; sizes begin with zeros.
    """
    filled = 0
    first = 0
    for part in range(totals.shape[0]):
        total = totals[part]
        if own[part] and total >= length:
            sizes[part] = total - length + 1
            for at in range(first, first + total - length + 1):
                value = numbers[at]
                for word in range(1, length):
                    value = value * step + numbers[at + word]
                value = (value ^ (value >> U30)) * _MIX1
                value = (value ^ (value >> U27)) * _MIX2
                values[filled] = value ^ (value >> U31)
                filled += 1
        first += total
    return filled


@compiled
def choose_runs(values, passages, window, chosen):  # type: ignore[no-untyped-def]
    """Mark the runs that are the least of a window that holds them, passage by passage."""
    first = 0
    for size in passages:
        for start in range(first - window + 1, first + size):
            begin, end = max(first, start), min(first + size, start + window)
            least = values[begin]
            for at in range(begin + 1, end):
                least = min(least, values[at])
            for at in range(begin, end):
                if values[at] == least:
                    chosen[at] = True
        first += size


@compiled
def count_shared(values, starts, first, second, table, held, met, sizes, shared):  # type: ignore[no-untyped-def]
    """Distinct runs of each article, and those that both articles of each pair have.

    Pairs that follow one another with the same first article share the table of its runs. The
    table, a power of two and twice the runs of any article, and all after it begin with zeros.
    ``held`` says whose run stands in a place of it: article + 1; ``met`` the last pair that met it,
    + 1.
    """
    articles = starts.shape[0] - 1
    mask = np.uint64(table.shape[0] - 1)
    # First each article by itself, then the pairs: the same table, under other stamps.
    for article in range(articles):
        for at in range(starts[article], starts[article + 1]):
            slot = values[at] & mask
            while held[slot] == article + 1 and table[slot] != values[at]:
                slot = (slot + np.uint64(1)) & mask
            if held[slot] != article + 1:
                held[slot] = article + 1
                table[slot] = values[at]
                sizes[article] += 1
    stamp = articles
    for pair in range(first.shape[0]):
        if pair == 0 or first[pair] != first[pair - 1]:
            stamp += 1
            for at in range(starts[first[pair]], starts[first[pair] + 1]):
                slot = values[at] & mask
                while held[slot] == stamp and table[slot] != values[at]:
                    slot = (slot + np.uint64(1)) & mask
                held[slot] = stamp
                table[slot] = values[at]
        for at in range(starts[second[pair]], starts[second[pair] + 1]):
            slot = values[at] & mask
            while held[slot] == stamp and table[slot] != values[at]:
                slot = (slot + np.uint64(1)) & mask
            if held[slot] == stamp and met[slot] != pair + 1:
                met[slot] = pair + 1
                shared[pair] += 1
