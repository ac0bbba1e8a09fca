"""A generated corpus for measurements of speed: nobody's texts, the statistics of real ones.

In: a path and a number of articles. Out: a Parquet file whose words follow Zipf's law and whose
vocabulary grows by Heaps' law; the same for the same seed.
"""

from pathlib import Path

import numpy as np

TOKENS_PER_ARTICLE = 480  # about 3 kB
HEAPS_K, HEAPS_BETA = 30.0, 0.55  # distinct words = K * tokens ** beta
# Word frequencies fall as 1 / rank up to a kernel of some thousand words, then faster, as Heaps'
# exponent demands (Ferrer i Cancho and Solé 2001: two regimes in the frequency of words).
ZIPF_SHIFT, ZIPF_KERNEL, ZIPF_TAIL = 2.7, 6_000, 1 / HEAPS_BETA
SENTENCE = 18  # words


def generate(path: Path, articles: int, seed: int = 1) -> None:
    """Write a corpus of so many articles: columns article_id, body; row groups of 5,000."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    rng = np.random.default_rng(seed)
    size = int(HEAPS_K * (articles * TOKENS_PER_ARTICLE) ** HEAPS_BETA)
    words = make_words(rng, size)
    # Three ways to write each: within a sentence, at its beginning, at its end.
    written = pa.array(words + [w.capitalize() for w in words] + [f"{w}." for w in words])
    rank = np.arange(1, size + 1)
    rare = np.maximum(rank / ZIPF_KERNEL, 1.0) ** (1.0 - ZIPF_TAIL)
    weights = np.cumsum(rare / (rank + ZIPF_SHIFT))
    seen = 0
    schema = pa.schema([("article_id", pa.string()), ("body", pa.large_string())])
    with pq.ParquetWriter(path, schema, compression="snappy") as writer:
        for first in range(0, articles, 5_000):
            n = min(5_000, articles - first)
            lengths = rng.integers(TOKENS_PER_ARTICLE // 2, TOKENS_PER_ARTICLE * 3 // 2, n)
            offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
            # So many words are known by now: the rest of the vocabulary has not come up yet.
            seen += int(offsets[-1])
            known = min(int(HEAPS_K * seen**HEAPS_BETA), size)
            drawn = rng.random(int(offsets[-1])) * weights[known - 1]
            chosen = np.searchsorted(weights[:known], drawn).astype(np.int64)
            place = np.arange(len(chosen)) - np.repeat(offsets[:-1], lengths)
            chosen += size * (place % SENTENCE == 0) + 2 * size * (place % SENTENCE == SENTENCE - 1)
            lists = pa.ListArray.from_arrays(pa.array(offsets), written.take(pa.array(chosen)))
            ids = [f"article-{first + row:08d}" for row in range(n)]
            body = pc.binary_join(lists, " ").cast(pa.large_string())
            writer.write_table(pa.table([pa.array(ids), body], schema=schema), row_group_size=n)


def make_words(rng: np.random.Generator, size: int) -> list[str]:
    """Distinct words; frequent ones are short, a few have accents, apostrophes or hyphens."""
    letters = np.array(list("etaoinshrdlucmfwypvbgkjqxzéü'-"))
    weights = 1.0 / np.arange(1, len(letters) + 1) ** 0.8
    weights[-4:] = 0.002  # rare in English
    words: dict[str, None] = {}
    while len(words) < size:
        need = size - len(words) + 1_000
        rank = np.arange(len(words), len(words) + need)
        lengths = np.clip(rng.poisson(2.0 + 0.5 * np.log1p(rank)), 1, 24)
        text = "".join(rng.choice(letters, size=int(lengths.sum()), p=weights / weights.sum()))
        ends = np.cumsum(lengths)
        for start, end in zip((ends - lengths).tolist(), ends.tolist(), strict=True):
            word = text[start:end]
            if word[0] not in "'-" and word[-1] not in "'-" and not _doubled(word):
                words[word] = None
    return list(words)[:size]


def _doubled(word: str) -> bool:
    return any(pair in word for pair in ("''", "--", "'-", "-'"))
