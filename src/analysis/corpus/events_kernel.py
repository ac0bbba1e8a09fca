"""Cosines of rows with the rows near them, compiled. Importing this module imports Numba.

In: rows of length 1 (CSR), the same by term, and where each row's window of days begins.
"""

from analysis.text.compiling import compiled


@compiled
def at_or_after(rows, begin, end, row):  # type: ignore[no-untyped-def]
    """Where in a term's sorted rows this row or the next one stands."""
    while begin < end:
        middle = (begin + end) // 2
        if rows[middle] < row:
            begin = middle + 1
        else:
            end = middle
    return begin


@compiled
def add_cosines(  # type: ignore[no-untyped-def]
    indptr, terms, values, by_term, rows, weights, item, first, last, found
):
    """The cosines of a row with those from ``first`` to before ``last``, written to ``found``."""
    for place in range(last - first):
        found[place] = 0.0
    for at in range(indptr[item], indptr[item + 1]):
        term, value = terms[at], values[at]
        end = by_term[term + 1]
        place = at_or_after(rows, by_term[term], end, first)
        while place < end and rows[place] < last:
            found[rows[place] - first] += value * weights[place]
            place += 1


@compiled
def count_ties(  # type: ignore[no-untyped-def]
    indptr, terms, values, by_term, rows, weights, low, least, start, stop, found, count
):
    """Count the ties of the rows from ``start`` to before ``stop`` with rows before each.

    Each pair counts for both: for each row from ``low[start]`` to before ``stop`` its number, which
    begins with 0. ``found`` has room for as many.
    """
    reach = low[start]
    for item in range(start, stop):
        first = low[item]
        add_cosines(indptr, terms, values, by_term, rows, weights, item, first, item, found)
        for place in range(item - first):
            if found[place] >= least:
                count[item - reach] += 1
                count[first - reach + place] += 1
