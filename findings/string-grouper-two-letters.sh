#!/usr/bin/env bash
# string_grouper: BT is not BT. A name of two letters is like nothing, not even itself, and drops out of a match.
#
# Expected: string_grouper "makes finding groups of similar strings within a single, or multiple, lists of strings easy",
#   by their cosine similarity (README); match_strings "returns all highly similar strings" of two lists (docstring).
#   The cosine similarity of a name with itself is 1.
# What happens: names are cut into pieces of three letters (ngram_size), after commas, hyphens, full stops, slashes and
#   blanks are taken out. A name of which two letters are left has no piece: its similarity to itself is 0. Matching two
#   lists loses it, match_most_similar leaves it without a partner, and in one list its two spellings, even two equal
#   ones, stay apart. BT, EY, EE, 3M and "B. T." are such names; G4S is not. Nothing is raised.
# Who is hurt: whoever joins suppliers of a council's payments to a list of companies, or counts suppliers: BT, among the
#   largest IT suppliers of central government, and EY have no match where every other equal name has.
# Way round: ngram_size=2 (or 1), or join equal names before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check string-grouper==0.8.0 sparse-dot-topn==1.2.0 \
  scikit-learn==1.9.1 pandas==2.3.3 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version

import pandas as pd
from string_grouper import (
    compute_pairwise_similarities, group_similar_strings, match_most_similar, match_strings,
)

print("string_grouper", version("string-grouper"), "scikit-learn", version("scikit-learn"))
companies = pd.Series(["BT", "EY", "G4S", "Serco Ltd"], name="company")
payees = pd.Series(["BT", "EY", "G4S", "Serco Ltd."], name="payee")

likeness = compute_pairwise_similarities(companies, payees).round(3).tolist()
print("likeness", list(zip(companies, payees, likeness)))
assert likeness == [0, 0, 1, 1], "short names are like themselves now"

matched = match_strings(companies, payees)["right_payee"].tolist()
print("matched:", matched)
assert matched == ["G4S", "Serco Ltd."], "short names are matched now"

partners = match_most_similar(companies, payees)
print(partners.to_string(header=False))
assert partners["most_similar_index"].isna().tolist() == [True, True, False, False], "partners are others now"

paid = pd.Series(["BT", "B.T.", "BT", "G4S", "G.4.S", "G4S"])
groups = group_similar_strings(paid)["group_rep_index"].tolist()
print("groups", dict(enumerate(paid)), groups)
assert groups == [0, 1, 2, 3, 3, 3], "the groups are others now"

halves = match_strings(companies, payees, ngram_size=2)["right_payee"].tolist()
print("matched by two letters:", halves)
assert halves == payees.tolist(), "pieces of two letters are no way round any more"
PYTHON
