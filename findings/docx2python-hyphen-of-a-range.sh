#!/usr/bin/env bash
# docx2python, docx2txt: "£2-3 million" in a table of a Word file is £23 million, and "12-24 months" are 1224.
#
# Expected: Word keeps a hyphen at which a line is not to break, Ctrl+Shift+_, as <w:noBreakHyphen/>, and prints it like
#   any other: it holds ranges, codes and dates together. docx2python "extracts text from docx files" (its page on PyPI),
#   docx2txt too; python-docx and mammoth read a hyphen.
# What happens: docx2python and docx2txt leave it out and put nothing in its place: "£2-3 million" is "£23 million", the
#   year 2027-28 is 202728, and the CPV code 45000000-7 has nine digits. The hyphen that is a character, U+2011, is kept.
#   Nothing is raised. For docx2txt a correction waits (https://github.com/ankushshah89/python-docx2txt/pull/34).
# Who is hurt: whoever takes values and terms from reports of committees and contract registers in Word: the range is one
#   amount, about ten times too large, and no check of figures finds it odd.
# Way round: python-docx, or mammoth.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check docx2python==3.7.1 docx2txt==0.9 python-docx==1.2.0 \
  mammoth==1.13.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version
from pathlib import Path

import docx
import docx2txt
import mammoth
from docx.oxml import OxmlElement
from docx2python import docx2python

print(*(f"{name} {version(name)}" for name in ("docx2python", "docx2txt", "python-docx", "mammoth")), sep=", ")
# The parts between which Word has its hyphen, and the text that is read.
SEEN = [
    (("£2", "3 million"), "£23 million"),
    (("12", "24 months"), "1224 months"),
    (("2027", "28"), "202728"),
    (("45000000", "7"), "450000007"),
]
document = docx.Document()
cells = document.add_table(rows=1, cols=len(SEEN) + 1).rows[0].cells
for cell, ((first, then), _) in zip(cells, SEEN, strict=False):
    run = cell.paragraphs[0].add_run(first)
    run._r.append(OxmlElement("w:noBreakHyphen"))
    cell.paragraphs[0].add_run(then)
cells[-1].text = "£2\u20113 million"
document.save("contracts.docx")

with docx2python("contracts.docx") as read:
    by_docx2python = ["".join(cell) for cell in read.body[0][0]]
READ = {
    "docx2python": by_docx2python,
    "docx2txt": docx2txt.process("contracts.docx").split("\n\n")[: len(SEEN) + 1],
}
for name, found in READ.items():
    print(f"{name}:", *found, sep="\n  ")
    assert found == [*(seen for _, seen in SEEN), "£2\u20113 million"], f"{name} reads something else now"

right = ["-".join(parts) for parts, _ in SEEN]
[row] = docx.Document("contracts.docx").tables[0].rows
print("python-docx:", [cell.text for cell in row.cells])
assert [cell.text for cell in row.cells][:-1] == right
with Path("contracts.docx").open("rb") as file:
    by_mammoth = mammoth.extract_raw_text(file).value.split()
print("mammoth:", by_mammoth)
assert by_mammoth == [word for each in (*right, "£2-3 million") for word in each.replace("-", "\u2011").split()]
PYTHON
