"""What the compiled passes and those who call them agree on. Nothing here needs Numba.

A pass makes no array and lets none grow: where one is too short it stops, writes into its state
where it stopped and how long each array has to be, and goes on when it is called again.
"""

import numpy as np

MOST = 128
"""So many tokens are found before they are looked up, while the memory that this needs comes."""

MOST_IN_CELL = 2**16 - 1
"""The greatest count that half of a cell can say."""

BLOCK = 64
"""Bytes that the scan looks at together; a text has so many at least."""

SPARE = 16
"""Bytes that keys are read past the end of a term."""

CASE = np.uint64(0x2020202020202020)
"""The bit that lower-cases ASCII letters, in every byte."""

MERGED = 256
"""Terms whose entries are asked for together while vocabularies are merged."""

# What a pass counts of its own work: tokens; blocks of 64 bytes looked at; bytes gone past in
# blocks and one by one, which together are the text; slots of the table looked at.
TOKENS, BLOCKS, BLOCK_BYTES, SINGLE_BYTES, SLOTS = range(5)

# The state of ``count_group``: the article it is in, the byte it has come to (-1: none of this
# article), tokens found that are not counted yet and the bytes of them in the scratch array; what
# is filled of the terms, their bytes, the counts and the stream; how long the arrays have to be.
ARTICLE, AT, PENDING, SPREAD, N_TERMS, N_BYTES, FILLED, STREAMED = range(8)
NEEDS_TABLE, NEEDS_ARENA, NEEDS_STARTS, NEEDS_COUNTS, NEEDS_STREAM, NEEDS_SCRATCH = range(8, 14)

# The state of ``count_grams``: the article, its first token in the stream, the place among those
# of its tokens that are kept (-1: none yet) and their number; n-grams and counts so far; how long
# the arrays have to be.
G_ARTICLE, G_FIRST, G_AT, G_KEPT, G_GRAMS, G_FILLED, G_NEEDS_GRAMS, G_NEEDS_COUNTS = range(8)
