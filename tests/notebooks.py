"""A notebook run cell by cell without a server: what each cell's last expression shows, as a notebook would."""

import ast
import json
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def run(notebook: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The outputs of every code cell, from an empty start."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [_shown(_value("".join(cell["source"]), names), number) for number, cell in enumerate(cells, start=1)]


def _value(source: str, names: dict[str, Any]) -> object:
    body = ast.parse(source).body
    last = ast.Expression(body.pop().value) if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    return eval(compile(last, "cell", "eval"), names) if last else None


def _shown(value: object, number: int) -> list[dict[str, Any]]:
    if value is None:
        return []
    drawn = {"text/plain": repr(value).splitlines(keepends=True)}
    if hasattr(value, "_repr_html_"):
        drawn["text/html"] = value._repr_html_().splitlines(keepends=True)
    return [{"data": drawn, "execution_count": number, "metadata": {}, "output_type": "execute_result"}]
