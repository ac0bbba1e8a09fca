"""The parties of a made-up war, for tests of who acts and who is blamed."""

from analysis.framing.actors import Actor

ACTORS = [
    Actor(
        "north", "Northland", "x", aliases=("Northern army", "Northern officials"),
        people=("Ann Smith",),
    ),
    Actor("south", "Southland", "y", people=("Bo Jones",), capitals=("Southtown",)),
    Actor("rebels", "the rebels", "z", aliases=("rebels", "rebel forces")),
]  # fmt: skip
