"""Store in the notebooks of examples/ what their cells show now: `python -m tests.write_notebooks`, by hand."""

import json

from tests.notebooks import NOTEBOOKS, read, run

for path in NOTEBOOKS:
    notebook = read(path)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, (cell, outputs) in enumerate(zip(code, run(notebook), strict=True), start=1):
        cell.update(execution_count=number, outputs=outputs)
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
