"""Writes what the README repeats from the code: the table of settings and of presets; --check only compares."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from policy.rules import settings  # noqa: E402
from policy.rules.base import Assumption  # noqa: E402
from policy.scenarios.presets import presets  # noqa: E402

README = ROOT / "README.md"


def settings_table() -> str:
    """Give every setting with its default and what the default rests on."""
    rows = ["| Setting | What it does | Default | Rests on |", "| --- | --- | --- | --- |"]
    for spec in settings().values():
        basis = spec.param.basis
        said = "assumption" if isinstance(basis, Assumption) else f"[source]({basis.url})"
        rows.append(f"| `{spec.key}` | {spec.help} | {spec.words(spec.default)} | {said} |")
    return "\n".join(rows)


def presets_table() -> str:
    """Give the presets, a line each."""
    rows = ["| Preset | | What it is |", "| --- | --- | --- |"]
    return "\n".join(rows + [f"| {p.letter} | `{p.id}` | {p.summary} |" for p in presets().values()])


def filled(text: str) -> str:
    """Return the README with every generated part made anew."""
    for name, made in (("settings", settings_table()), ("presets", presets_table())):
        start, end = f"<!-- {name}: made by docs/generate.py -->", f"<!-- end of {name} -->"
        before, _, rest = text.partition(start)
        _, _, after = rest.partition(end)
        text = f"{before}{start}\n{made}\n{end}{after}"
    return text


def main() -> int:
    """Write the README, or with --check say whether it is true."""
    text = README.read_text(encoding="utf-8")
    made = filled(text)
    if "--check" in sys.argv:
        return 0 if made == text else 1
    README.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
