#!/usr/bin/env bash
# string_grouper: BT is not BT, nor is EE the same as EE; names of two letters match nothing, themselves included.
#
# Expected: it "makes finding groups of similar strings" easy, by a cosine similarity with a threshold of 0.8; two equal
#   names have the similarity 1 (README, where equal names are matches that one may leave out).
# What happens: names are compared by their runs of three characters, once dots, commas and such are gone. A name of two
#   characters has none, so that its similarity to anything is nought, to the same name too. group_similar_strings puts
#   each row of BT into a group of its own, and match_strings between payments and a register finds no BT. It goes so
#   with 3M, EE and B.T. too. The longer names beside them are right.
# Who is hurt: whoever counts suppliers, or adds up by the group: a supplier as large as BT is
#   as many suppliers as it has payments, each of them small, and in a join with a register it is lost.
# Way round: ngram_size=2, with a threshold found anew; or groups of equal names first, and string_grouper over the
#   rest.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check string-grouper==0.8.0 pandas==2.3.3
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version

import pandas as pd
from string_grouper import compute_pairwise_similarities, group_similar_strings, match_strings

print("string-grouper", version("string-grouper"), "pandas", version("pandas"))
paid = pd.DataFrame(
    [("BT", 40), ("Serco Ltd", 30), ("BT", 40), ("Serco Ltd.", 30), ("EE", 5), ("BT", 40), ("EE", 5), ("G4S", 7), ("G4S", 7)],
    columns=["supplier", "pounds"],
)


def totals(**named):
    group = group_similar_strings(paid["supplier"], ignore_index=False, **named).iloc[:, 0]
    sums = paid.groupby(group.to_numpy())["pounds"].sum()
    return sorted(((paid["supplier"][first], int(total)) for first, total in sums.items()), key=lambda pair: (-pair[1], pair[0]))


found = totals()
print("  by group:", found)
assert found == [("Serco Ltd", 60), ("BT", 40), ("BT", 40), ("BT", 40), ("G4S", 14), ("EE", 5), ("EE", 5)]
print("  by pairs of characters:", totals(ngram_size=2))
assert totals(ngram_size=2) == [("BT", 120), ("Serco Ltd", 60), ("G4S", 14), ("EE", 10)]

register = pd.Series(["BT", "EE", "G4S", "Serco Ltd"])
matched = match_strings(paid["supplier"], register)
names = sorted(set(matched["right_side"]))
print("  of the register", register.tolist(), "are matched:", names)
assert names == ["G4S", "Serco Ltd"], "others are matched now"

names = pd.Series(["BT", "EE", "3M", "B.T.", "G4S", "Serco Ltd"])
alike = [round(score, 6) for score in compute_pairwise_similarities(names, names)]
print("  how similar each is to itself:", dict(zip(names, alike, strict=True)))
assert alike == [0, 0, 0, 0, 1, 1]
PYTHON
