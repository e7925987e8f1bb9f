"""Whether the program runs from its sources or is installed, where files lie then, and what its commands are called.

Files that a reader brings or builds lie in a checkout beside the code, else in the reader's own folder.
"""

from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NAME = "back-in-house"


@cache
def is_checkout() -> bool:
    """Whether the program runs from its sources, where the overview lies beside the packages."""
    return (ROOT / "app.py").is_file()


def command(package: str, words: str) -> str:
    """How a reader calls a command here, as messages say it; `package` holds it where the program is not installed."""
    return f"{f'python -m {package}' if is_checkout() else _NAME} {words}"


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
