#!/usr/bin/env bash
# commonmeta: the Labour Party is "Party, L.", a person, and the National Audit Office is Audit Office, without "National".
#
# Expected: CSL-JSON has "literal" for a name that is not to be parsed, such as an institution's, and BibTeX a second pair
#   of braces. The README of commonmeta-py says that it converts scholarly metadata between formats.
# What happens: whether an author is an institution is judged by words in the name, though the source says so: "University",
#   "Institute", "Government", "House of" or "Department of" make one, while Party, Office, Council, Authority, Treasury and
#   Committee do not. Others are split as people's names are: the last word is the family's, a first word that the list of
#   titles has, "National", is left out. In BibTeX "{Department of Health and Social Care}" becomes two authors.
# Who is hurt: whoever turns sources on public contracts into another format: most are by bodies, and their citations come
#   as Party, L. (2019) and Office, A. (2027), sorted there, with nothing to tell them from people.
# Way round: CITATION.cff's "name" is kept; else put literal back after the conversion.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check commonmeta-py==0.312 nameparser==1.4.0
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import json
from importlib.metadata import version
from pathlib import Path

from commonmeta import Metadata

print("commonmeta-py", version("commonmeta-py"), "nameparser", version("nameparser"))
FIELDS = "title={It}, institution={It}, year={2027}, url={https://example.org/it}"


def read_back(path, format):
    return json.loads(Metadata(path, via=format).write(to="csl"))["author"]


def split(given, family):
    return [{"family": family, "given": given}]


# The body, and what its name is in CSL-JSON after it was read from CSL-JSON.
SEEN = {
    "Labour Party": split("Labour", "Party"),
    "National Audit Office": split("Audit", "Office"),
    "Cabinet Office": split("Cabinet", "Office"),
    "HM Treasury": split("HM", "Treasury"),
    "Greater London Authority": split("Greater London", "Authority"),
    "London Borough of Hackney": split("London", "Borough of Hackney"),
    "Public Accounts Committee": split("Public Accounts", "Committee"),
    "Scottish Government": [{"literal": "Scottish Government"}],
    "House of Commons Library": [{"literal": "House of Commons Library"}],
}
for body, seen in SEEN.items():
    item = {"id": "https://example.org/it", "type": "report", "title": "It", "author": [{"literal": body}]}
    Path("it.json").write_text(json.dumps(item | {"issued": {"date-parts": [[2027]]}, "URL": "https://example.org/it"}))
    Path("it.bib").write_text(f"@techreport{{it, author={{{{{body}}}}}, {FIELDS}}}")
    found, bibtex = read_back("it.json", "csl"), read_back("it.bib", "bibtex")
    print(f"  {body:26} {found[0]}")
    assert found == bibtex == seen, f"no longer {seen}"

Path("it.bib").write_text(f"@techreport{{it, author={{{{Department of Health and Social Care}}}}, {FIELDS}}}")
two = read_back("it.bib", "bibtex")
print("  Department of Health and Social Care, from BibTeX:", two)
assert two == [{"literal": "Department of Health"}, {"family": "Care"}]
PYTHON
