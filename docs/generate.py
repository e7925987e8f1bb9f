"""Writes what the papers repeat from the code: presets in the README, settings in their own paper, a page a rule.

With --check it writes nothing and says which papers are stale.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docs.rule_pages import FOLDER, pages  # noqa: E402
from policy.rules import settings  # noqa: E402
from policy.rules.base import Assumption  # noqa: E402
from policy.scenarios.presets import presets  # noqa: E402


def settings_table() -> str:
    """Give every setting with its default and what the default rests on."""
    rows = ["| Setting | What it does | Default | Rests on |", "| --- | --- | --- | --- |"]
    for setting in settings().values():
        basis = setting.param.basis
        said = "assumption" if isinstance(basis, Assumption) else f"[source]({basis.url})"
        rows.append(f"| `{setting.key}` | {setting.help} | {setting.words(setting.default)} | {said} |")
    return "\n".join(rows)


def presets_table() -> str:
    """Give the presets, a line each."""
    rows = ["| Preset | | What it is |", "| --- | --- | --- |"]
    return "\n".join(rows + [f"| {p.letter} | `{p.id}` | {p.summary} |" for p in presets().values()])


GENERATED = {
    ROOT / "README.md": ("presets", presets_table),
    ROOT / "docs" / "settings.md": ("settings", settings_table),
}
"""Papers with a generated part: its name and what makes it."""


def filled(paper: Path) -> str:
    """Return the text of a paper with its generated part made anew; raises ValueError where its marks are missing."""
    name, make = GENERATED[paper]
    text = paper.read_text(encoding="utf-8")
    start, end = f"<!-- {name}: made by docs/generate.py -->", f"<!-- end of {name} -->"
    before, opened, rest = text.partition(start)
    _, closed, after = rest.partition(end)
    if not (opened and closed):
        raise ValueError(f"{paper.relative_to(ROOT)}: put the generated part between the lines {start} and {end}")
    return f"{before}{start}\n{make()}\n{end}{after}"


def due() -> dict[Path, str]:
    """Give every paper that is made, with the text that it should have."""
    return {**{paper: filled(paper) for paper in GENERATED}, **pages()}


def left_over() -> list[Path]:
    """Pages of rules that are no more."""
    return sorted(set(FOLDER.glob("*.md")) - set(pages()))


def main() -> int:
    """Write the papers, or with --check say which are not true."""
    try:
        made = due()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    stale = {p: text for p, text in made.items() if not p.exists() or p.read_text(encoding="utf-8") != text}
    if "--check" in sys.argv:
        for paper in [*stale, *left_over()]:
            print(f"{paper.relative_to(ROOT)} is not what the code says. Run: python docs/generate.py")
        return 1 if stale or left_over() else 0
    FOLDER.mkdir(exist_ok=True)
    for paper, text in stale.items():
        paper.write_text(text, encoding="utf-8")
    for paper in left_over():
        paper.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
