"""Zipped formats (DOCX, XLSX), checked before anything in them is unpacked.

In: a file that says it is one. Out: nothing, or an `InputError`: not such a file, unpacks to more
than a limit, or its XML declares entities.
"""

import zipfile
import zlib
from pathlib import Path

from analysis.corpus.readers.paths import escaped
from analysis.errors import InputError

LARGEST_PART = 100_000_000
_LARGEST_WHOLE = 300_000_000
_MOST_PARTS = 20_000


def check_zip(path: Path, *, needs: str, kind: str) -> None:
    """Raise InputError unless a file is a sound zip with a part, and small enough unpacked.

    The sizes that are added up are those which `zipfile` never reads beyond.
    """
    name = escaped(path.name)
    remedy = "export or save it again"
    try:
        with zipfile.ZipFile(path) as file:
            parts = file.infolist()
            if needs not in {part.filename for part in parts}:
                raise InputError(name, f"is no {kind}: it has no {needs}", remedy)
            largest = max(part.file_size for part in parts)
            whole = sum(part.file_size for part in parts)
            if len(parts) > _MOST_PARTS or largest > LARGEST_PART or whole > _LARGEST_WHOLE:
                raise InputError(
                    name, f"would unpack to {whole // 1_000_000} MB in {len(parts)} parts",
                    f"split it: a part may have {LARGEST_PART // 1_000_000} MB",
                )  # fmt: skip
            for part in parts:
                if part.flag_bits & 1:
                    raise InputError(name, "is protected by a password", "save it without one")
                if part.filename.endswith((".xml", ".rels")):
                    with file.open(part) as opened:
                        head = opened.read(4096)
                    if b"<!" in head.replace(b"<!--", b"").replace(b"\0", b""):
                        raise InputError(name, f"declares entities in {part.filename}", remedy)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(name, f"is no sound {kind} ({error})", remedy) from error
    except OSError as error:
        raise InputError(name, f"cannot be opened ({error.strerror or error})", remedy) from error
