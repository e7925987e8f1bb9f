"""Where files lie that a reader brings or builds: in a checkout beside the code, else in the reader's own folder."""

import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NAME = "back-in-house"


@cache
def is_checkout() -> bool:
    """Whether the program runs from its sources, where the overview lies beside the packages."""
    return (ROOT / "app.py").is_file()


def notices() -> Path:
    """Folder of the notices that were pulled."""
    return _near(ROOT / "data" / "raw") if is_checkout() else _own() / "raw"


def tables() -> Path:
    """Folder of built tables, where the dashboard looks for them."""
    return ROOT / "data" / "cache" / "tables" if is_checkout() else _own() / "tables"


def cache_folder() -> Path:
    """Folder of what was read already; it may be removed at any time."""
    if is_checkout():
        return ROOT / "data" / "cache"
    import platformdirs  # noqa: PLC0415 - a checkout keeps its files to itself

    return platformdirs.user_cache_path(_NAME, appauthor=False)


def _own() -> Path:
    import platformdirs  # noqa: PLC0415 - the same

    return platformdirs.user_data_path(_NAME, appauthor=False)


def _near(path: Path) -> Path:
    """Say a path as somebody in the present folder would."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def atomically(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file completely or not at all: `write` gets a temporary path, which is renamed when it is done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    os.close(handle)
    try:
        write(Path(name))
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
