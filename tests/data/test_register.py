"""The register and its corrections: what is applied, what is refused, and that every one that can be is in force."""

from dataclasses import replace

import pytest

from data.register.corrections import (
    CONTRACTS,
    CORRECTIONS,
    FOLDER,
    Correction,
    corrected,
    in_force,
    read_corrections,
    read_rows,
    written,
)
from data.register.sources import SOURCES, Standing, addresses, cited, official_addresses, source_rows, standing

ROW = {"id": "a", "stage": "planned", "note": "", "read_on": "2026-11-22"}
RIGHT = Correction("a", "stage", "planned", "awarded", "https://www.gov.uk/a", "award notice", "2026-11-27")
NOTICE = "https://www.find-tender.service.gov.uk/Notice/"
FINDER = "https://www.contractsfinder.service.gov.uk/Notice/"
SERVICES = {"Find a Tender": NOTICE, "Contracts Finder": FINDER}
COPY = "https://d3tenders.com/contract/?ocid=ocds-h6vhtk-0599e4"
SERVER = "https://cfe65yyv2qng4jtpckaz2x5rz40rajcb.lambda-url.eu-west-1.on.aws/tenders/061544-2025"
ID = "0d534070-e91a-42f2-9411-31393df560b1"


def test_a_correction_changes_its_cell_and_the_day_on_which_the_row_was_read():
    made = corrected([ROW], [RIGHT])
    assert made.rows == [{**ROW, "stage": "awarded", "read_on": "2026-11-27"}]
    assert (made.changed, made.refused) == (1, [])


def test_a_correction_in_force_changes_nothing_when_it_is_applied_again():
    made = corrected(corrected([ROW], [RIGHT]).rows, [RIGHT])
    assert (made.changed, made.refused) == (0, [])


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        (replace(RIGHT, was="superseded"), "a, stage: holds 'planned', and was 'superseded' when the source was read"),
        (replace(RIGHT, contract_id="b"), "b, stage: no such row"),
        (replace(RIGHT, column="colour"), "a, colour: no such column"),
        (replace(RIGHT, column="id", was="a", right="b"), "a, id: no such column"),
    ],
)
def test_a_correction_that_no_longer_fits_is_refused_and_said(correction, said):
    made = corrected([ROW], [correction])
    assert (made.rows, made.changed, made.refused) == ([ROW], 0, [said])


def test_two_corrections_of_a_cell_follow_on_each_other_or_both_are_refused():
    later = replace(RIGHT, was="awarded", right="superseded", note="replaced")
    assert corrected([ROW], [RIGHT, later]).rows[0]["stage"] == "superseded"
    assert corrected([ROW], [RIGHT, replace(later, was="planned")]).refused == [
        "a, stage: was 'planned' does not follow on the correction before it"
    ]


def test_only_a_correction_that_its_cell_holds_is_in_force():
    rows = corrected([ROW], [RIGHT]).rows
    assert in_force(rows, [RIGHT, replace(RIGHT, column="note", was="x", right="y")]) == [RIGHT]


def test_corrections_with_other_columns_are_no_corrections():
    with pytest.raises(ValueError, match="expected contract_id, column, was, right"):
        read_corrections("contract_id,column\na,stage\n")


def test_what_is_read_is_written_back_as_it_was():
    text = 'id,note\na,"one, ""two"""\nb,\n'
    assert written(read_rows(text), ["id", "note"]) == text


# The files as they are committed.
def the_register():
    return read_rows(CONTRACTS.read_text(encoding="utf-8"))


def the_corrections():
    return read_corrections(CORRECTIONS.read_text(encoding="utf-8"))


def test_every_correction_is_in_force_and_the_sources_are_theirs():
    rows, corrections = the_register(), the_corrections()
    made = corrected(rows, corrections)
    assert (made.changed, made.refused, made.rows) == (0, [], rows)
    assert (FOLDER / SOURCES).read_text(encoding="utf-8") == source_rows(rows, corrections)


def test_no_source_is_an_address_that_nobody_publishes_under():
    shown = [row["address"] for row in read_rows((FOLDER / SOURCES).read_text(encoding="utf-8"))]
    shown += [address for row in the_register() for address in addresses(row["notice_id"], row["source_url"])]
    assert not [one for one in shown if one.startswith("http") and standing(one) is Standing.NONE]
    assert all(shown)


@pytest.mark.parametrize(
    ("address", "who"),
    [
        (NOTICE + "061544-2025", Standing.OFFICIAL),
        (FINDER + ID, Standing.OFFICIAL),
        (COPY, Standing.COPY),
        ("https://beta.bidstats.uk/tenders/2023/W14/796131851", Standing.COPY),
        ("https://www.bmj.com/content/355/bmj.i6130", Standing.OTHER),
        ("https://notd3tenders.com/", Standing.OTHER),
        (SERVER, Standing.NONE),
        ("https://bidstats-live-duhpc0apfzhge2e6.a03.azurefd.net/tenders/2025/W36/853803411", Standing.NONE),
        ("", Standing.NONE),
    ],
)
def test_who_stands_behind_an_address(address, who):
    assert standing(address) is who


def test_official_notices_come_first_by_their_numbers_and_the_copy_second():
    numbers = f"Find a Tender 013554-2026; Contracts Finder {ID}; ocds-b5fd17-{ID}"
    assert addresses(numbers, COPY) == [NOTICE + "013554-2026", FINDER + ID, COPY]
    assert addresses("Find a Tender 013554-2026", SERVER) == [NOTICE + "013554-2026"]


@pytest.mark.parametrize("ocid", [f"ocds-b5fd17-{ID}", "ocds-h6vhtk-0599e4", f"ocds-b5fd17-{ID}; ocds-h6vhtk-013554"])
def test_no_address_is_made_from_an_open_contracting_id(ocid):
    assert list(official_addresses(ocid)) == []
    assert addresses(ocid, COPY) == [COPY]


def test_a_cell_read_where_nobody_publishes_names_the_notice():
    assert cited(SERVER, "Find a Tender 003285-2026; ocds-h6vhtk-05") == "Find a Tender 061544-2025"
    assert cited("https://x.azurefd.net/tenders/2025/W36/8", "ocds-h6vhtk-05; Sell2Wales X") == "ocds-h6vhtk-05"
    assert cited(COPY, "Find a Tender 003285-2026") == COPY


def test_official_notices_are_linked_wherever_the_register_numbers_one():
    for row in the_register():
        first = next(official_addresses(row["notice_id"]), "")
        services = [begin for name, begin in SERVICES.items() if f"{name} " in row["notice_id"]]
        assert first.startswith(services[0]) if services else not first, row["id"]
