#!/usr/bin/env bash
# pandoc: a report with its full date in RIS is cited as "n.d.".
#
# Expected: in RIS the date of publication (PY, Y1) is written with slashes, year/month/day/more, where all but the
#   year may be empty: 2026/04/01/ or 2026///. Nature writes 2017/04/07/online. pandoc's forerunner read these
#   (pandoc-citeproc issues 229 and 286); rispy keeps them as written.
# What happens: pandoc 3.9 takes the year from 2026, and a day from 2026-04-01, which RIS does not have. With slashes
#   the date becomes an empty one, and the reference says "n.d."; 2026/// becomes 2026 with three more years nought,
#   and the reference "2026–". Nothing is said. DA and Y2, the day and the day of access, are not read at all.
# Who is hurt: whoever turns the references of a database into a bibliography: audit reports and contract notices lose
#   their year, and two of one author cannot be told apart.
# Way round: before pandoc, cut PY and Y1 to four digits, or turn their slashes into hyphens.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17 rispy==0.10.0
"$folder/venv/bin/python" - <<'PYTHON'
import json
from importlib.metadata import version

import pypandoc
import rispy

print("pypandoc_binary", version("pypandoc_binary"), "with pandoc", pypandoc.get_pandoc_version())
SEEN = {
    "2026": ([[2026]], "2026."),
    "2026-04-01": ([[2026, 4, 1]], "2026."),
    "2026/04/01": ([], "n.d."),
    "2026/04/01/": ([], "n.d."),
    "2026/04/01/online": ([], "n.d."),
    "2026/04//": ([], "n.d."),
    "2026///": ([[2026], [0], [0], [0]], "2026–."),
}
for name in ("PY", "Y1"):
    for given, (parts, shown) in SEEN.items():
        ris = f"TY  - RPRT\nAU  - Smith, Jo\nTI  - Managing contracts\n{name}  - {given}\nPB  - NAO\nER  - \n"
        entry = json.loads(pypandoc.convert_text(ris, "csljson", format="ris"))[0]
        line = pypandoc.convert_text(ris, "plain", format="ris", extra_args=["--citeproc", "--wrap=none"]).strip()
        print(f"{name}  - {given:18} {entry['issued']['date-parts']} {line}")
        assert entry["issued"]["date-parts"] == parts, f"no longer {parts}"
        assert line == f"Smith, Jo. {shown} Managing Contracts. NAO.", f"no longer {shown}"
        assert given in rispy.loads(ris)[0].values()
ris = "TY  - RPRT\nTI  - Managing contracts\nDA  - 2026/04/01\nY2  - 2026/11/27\nER  - \n"
entry = json.loads(pypandoc.convert_text(ris, "csljson", format="ris"))[0]
assert "issued" not in entry and "accessed" not in entry
PYTHON
