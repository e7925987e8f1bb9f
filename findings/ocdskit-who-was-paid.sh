#!/usr/bin/env bash
# ocdskit: upgraded from OCDS 1.0 to 1.1, a payment no longer says which company had it.
#
# Expected: OCDS 1.1 names who pays and who is paid by an organization reference, whose id "must match the id of an entry
#   in the parties section". The upgrade is to convert both "from an Identifier to an OrganizationReference and fill in
#   the parties array" (docstring of upgrade_transactions_10_11), and "prints warnings about data loss" (page on the
#   command, which says that one organization written in two ways can become two parties).
# What happens: a buyer, a tenderer and a supplier come to stand among the parties, with their identifiers. Payer and
#   payee do not: their scheme and number are dropped, and what is left is a name and an id, a checksum, that is
#   nobody's. Only where an award writes the very same name and identifier it is a supplier's id. A release with payments
#   alone has no parties at all. Nothing is said.
# Who is hurt: whoever brings older OCDS files, the first years of open contracting, to 1.1 to join payments to
#   companies: a payment finds neither its company by number nor its contract's supplier by id, and falls out.
# Way round: before the upgrade, note each transaction's Identifier by contract and transaction id; or join on the 1.0
#   file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ocdskit==1.7.0 ocdsmerge==0.8.0 \
  ocdsextensionregistry==0.7.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import json
import subprocess
from importlib.metadata import version

print("ocdskit", version("ocdskit"))
LEEDS = {"scheme": "GB-LAE", "id": "LDS"}
OAK = {"scheme": "GB-COH", "id": "00123456"}
PAYMENT = {
    "id": "p1",
    "date": "2016-05-01T00:00:00Z",
    "amount": {"amount": 950, "currency": "GBP"},
    "providerOrganization": LEEDS | {"legalName": "Leeds"},
    "receiverOrganization": OAK | {"legalName": "Oak House Ltd"},
}
PACKAGE = {
    "uri": "https://example.org/releases.json",
    "publishedDate": "2016-06-01T00:00:00Z",
    "publisher": {"name": "Leeds"},
    "releases": [
        {
            "ocid": "ocds-213czf-1",
            "id": "1",
            "date": "2016-06-01T00:00:00Z",
            "tag": ["implementation"],
            "initiationType": "tender",
            "buyer": {"name": "Leeds", "identifier": LEEDS},
            "awards": [{"id": "a1", "suppliers": [{"name": "Oak House Ltd", "identifier": OAK}]}],
            "contracts": [{"id": "c1", "awardID": "a1", "implementation": {"transactions": [PAYMENT]}}],
        }
    ],
}


def upgraded(package):
    """Return the one release of a package after the upgrade, and what the command said."""
    told = subprocess.run(
        ["venv/bin/ocdskit", "upgrade", "1.0:1.1"],
        input=json.dumps(package), check=True, capture_output=True, text=True,
    )
    made = json.loads(told.stdout)
    assert made["version"] == "1.1", "the upgrade is another one"
    return made["releases"][0], told.stderr


def transaction(release):
    return release["contracts"][0]["implementation"]["transactions"][0]


release, said = upgraded(PACKAGE)
payment, supplier = transaction(release), release["awards"][0]["suppliers"][0]
parties = {party["id"]: party["identifier"]["id"] for party in release["parties"]}
print("parties: ", parties)
print("supplier:", supplier)
print("payment: ", json.dumps(payment))
print("said:    ", repr(said))
assert sorted(parties.values()) == ["00123456", "LDS"] and parties[supplier["id"]] == "00123456", "parties changed"
for side in ("payer", "payee"):
    assert set(payment[side]) == {"id", "name"}, f"{side} keeps more now"
    assert payment[side]["id"] not in parties, f"{side} is a party now"
assert "00123456" not in json.dumps(payment), "the number is in the payment now"
assert not said, "it warns now"

alone = PACKAGE["releases"][0]
del alone["buyer"], alone["awards"]
release, said = upgraded(PACKAGE)
print("payments alone:", sorted(release), json.dumps(transaction(release)["payee"]), repr(said))
assert "parties" not in release and "00123456" not in json.dumps(release) and not said, "the payee is kept now"
PYTHON
