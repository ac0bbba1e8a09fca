"""The option that has a step done on a Dask cluster."""

from typing import Annotated

import typer

Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Do the work on a Dask cluster whose scheduler has this address, such as "
        "tcp://host:8786. SOURCE may then be a folder of Parquet files, too.",
    ),
]
