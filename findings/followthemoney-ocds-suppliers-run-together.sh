#!/usr/bin/env bash
# followthemoney-ocds: supplier 2 of one contract and supplier 2 of another are one company, with two names and numbers.
#
# Expected: in OCDS a party's id is "used for cross-referencing to this party from other sections of the release"
#   (release schema), so that it may be 1 and 2 in each; which company it is stands in its identifier, scheme and number.
#   FollowTheMoney joins what has the same id, and the importer is to make of OCDS its companies and contracts.
# What happens: the id of a company is made of the party's id alone, neither of the ocid nor of the identifier. Leeds and
#   York, both party 1, become one authority once the output is aggregated, and Oak House and Serco, both party 2, one
#   supplier of both, with two names and two company numbers. Nothing is said. An award of 100 whose contract says 90 has
#   both amounts. With ids of scheme and number, as OCDS proposes, the companies stay apart.
# Who is hurt: whoever adds up what a supplier has, or draws who trades with whom, from files that number their parties
#   afresh in each release: whoever is number 2 in each is the largest supplier of the country.
# Way round: before the import, write the scheme and number of the identifier into the parties' ids and all references
#   to them, or the ocid where there is none.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check followthemoney-ocds==0.3.0 followthemoney==3.5.9
cd "$folder"
venv/bin/python - <<'PYTHON'
import json
import subprocess
from importlib.metadata import version

print(*(f"{name} {version(name)}" for name in ("followthemoney-ocds", "followthemoney")), sep=", ")
DEALS = [
    ("Leeds City Council", "E08000035", "Oak House Ltd", "00123456"),
    ("York City Council", "E06000014", "Serco Limited", "00242246"),
]


def releases(number_by_identifier):
    """Return the two deals as OCDS releases, whose parties are 1 and 2 or bear their own numbers."""
    for at, (buyer, gss, supplier, number) in enumerate(DEALS, 1):
        ids = (f"GB-GSS-{gss}", f"GB-COH-{number}") if number_by_identifier else ("1", "2")
        yield {
            "ocid": f"ocds-213czf-{at}",
            "id": "1",
            "date": "2027-06-01T00:00:00Z",
            "tag": ["award", "contract"],
            "initiationType": "tender",
            "parties": [
                {"id": ids[0], "name": buyer, "roles": ["buyer"], "identifier": {"scheme": "GB-GSS", "id": gss}},
                {"id": ids[1], "name": supplier, "roles": ["supplier"], "identifier": {"scheme": "GB-COH", "id": number}},
            ],
            "buyer": {"id": ids[0], "name": buyer},
            "tender": {"id": "t", "title": "Care at home"},
            "awards": [
                {
                    "id": "a",
                    "status": "active",
                    "value": {"amount": 100, "currency": "GBP"},
                    "suppliers": [{"id": ids[1], "name": supplier}],
                }
            ],
            "contracts": [{"id": "c", "awardID": "a", "value": {"amount": 90, "currency": "GBP"}}],
        }


def entities(number_by_identifier):
    """Return the names and numbers of the entities of two kinds, and the amounts of the awards, once aggregated."""
    lines = "".join(json.dumps(release) + "\n" for release in releases(number_by_identifier))
    made = subprocess.run(["venv/bin/ftm", "import-ocds"], input=lines, check=True, capture_output=True, text=True)
    joined = subprocess.run(["venv/bin/ftm", "aggregate"], input=made.stdout, check=True, capture_output=True, text=True)
    found = [json.loads(line) for line in joined.stdout.splitlines()]
    properties = [each["properties"] for each in found if each["schema"] == "LegalEntity"]
    companies = sorted((sorted(each["name"]), sorted(each["registrationNumber"])) for each in properties)
    awards = [each["properties"] for each in found if each["schema"] == "ContractAward"]
    return companies, [sorted(each["amount"]) for each in awards], {each["supplier"][0] for each in awards}


companies, amounts, suppliers = entities(number_by_identifier=False)
print("parties 1 and 2 in both releases:", *companies, sep="\n  ")
print("amounts of the two awards:", amounts, "- suppliers:", len(suppliers))
assert companies == [
    (["Leeds City Council", "York City Council"], ["E06000014", "E08000035"]),
    (["Oak House Ltd", "Serco Limited"], ["00123456", "00242246"]),
], "the parties are no longer run together"
assert len(suppliers) == 1, "the two awards have two suppliers now"
assert amounts == [["100", "90"], ["100", "90"]], "an award has one amount now"

companies, _, suppliers = entities(number_by_identifier=True)
print("parties with ids of their own:", *companies, sep="\n  ")
assert len(companies) == 4 and len(suppliers) == 2, "parties with ids of their own are run together"
PYTHON
