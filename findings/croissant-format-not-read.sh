#!/usr/bin/env bash
# mlcroissant: a date for which the Croissant file states the format dd/MM/yyyy is read with the month first.
#
# Expected: Croissant 1.0 has the property format of a field's source, "A format to parse the values of the data from
#   text, e.g., a date format"; for sc:Date these are CLDR patterns, such as "MM/dd/yyyy". Not all programs need to know
#   every format, says the specification; mlcroissant is the one of the authors of the format, and takes the property.
# What happens: it is kept and not used. 01/04/2027 is 4 January with dd/MM/yyyy, with MM/dd/yyyy and without a format,
#   and 31/03/2030 in the same column is 31 March; nothing warns. Validation says nothing either.
# Who is hurt: whoever publishes contract data with a Croissant file, as data portals now do, or reads it: every start on
#   one of the first twelve days of a month is another day, the later ones are right.
# Way round: write dates as 2027-04-01; or declare them sc:Text and parse them oneself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mlcroissant==1.1.1 pandas==2.3.3
cd "$folder"
printf 'id,start\nA,01/04/2027\nB,05/12/2027\nC,31/03/2030\n' > contracts.csv
venv/bin/python -W ignore - <<'PYTHON'
import hashlib
import json
import logging
from importlib.metadata import version
from pathlib import Path

import mlcroissant

logging.disable(logging.CRITICAL)
print("mlcroissant", version("mlcroissant"))
CROISSANT = "http://mlcommons.org/croissant/"
TERMS = "column extract field fileObject fileProperty fileSet format includes isLiveDataset jsonPath key md5 parentField"
TERMS += " path recordSet references regex repeated replace samplingRate separator source subField transform citeAs"
TERMS += " equivalentProperty"
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": CROISSANT,
    "rai": CROISSANT + "RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    **{term: f"cr:{term}" for term in TERMS.split()},
}


def starts(pattern):
    """Returns the starts of the contracts as mlcroissant reads them where the file states the pattern."""
    source = {"fileObject": {"@id": "contracts.csv"}, "extract": {"column": "start"}}
    if pattern:
        source["format"] = pattern
    described = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": "contracts",
        "description": "Contracts of a council.",
        "conformsTo": CROISSANT + "1.0",
        "license": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "url": "https://example.org/contracts",
        "version": "1.0.0",
        "datePublished": "2027-01-01",
        "citeAs": "A council (2027): Contracts.",
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": "contracts.csv",
                "name": "contracts.csv",
                "contentUrl": "contracts.csv",
                "encodingFormat": "text/csv",
                "sha256": hashlib.sha256(Path("contracts.csv").read_bytes()).hexdigest(),
            }
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": "contracts",
                "name": "contracts",
                "field": [
                    {
                        "@type": "cr:Field",
                        "@id": "contracts/start",
                        "name": "start",
                        "dataType": "sc:Date",
                        "source": source,
                    }
                ],
            }
        ],
    }
    Path("croissant.json").write_text(json.dumps(described))
    dataset = mlcroissant.Dataset(jsonld="croissant.json")
    kept = dataset.metadata.record_sets[0].fields[0].source.format
    assert kept == pattern, "the format is no longer kept"
    assert not dataset.metadata.issues.errors and not dataset.metadata.issues.warnings, "it now says something"
    return [f"{record['contracts/start']:%Y-%m-%d}" for record in dataset.records("contracts")]


for pattern in ("dd/MM/yyyy", "MM/dd/yyyy", "%d/%m/%Y", None):
    found = starts(pattern)
    print(f"format {pattern!s:11} 01/04/2027, 05/12/2027, 31/03/2030: {', '.join(found)}")
    assert found == ["2027-01-04", "2027-05-12", "2030-03-31"], "no longer with the month first"
PYTHON
