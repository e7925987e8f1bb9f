"""The table of services: what cannot stand in it is said with row, column and value, and never read as something."""

import csv

import pytest

from data.model.service_table import PATH, read_services


def changed(folder, service, column, value):
    """The committed table with one cell changed."""
    with PATH.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if row["id"] == service)[column] = value
    with (folder / "services.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return folder / "services.csv"


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("contact", "signficant", "home_care: contact is 'signficant', which is none of significant, incidental, none"),
        ("coercive", "", "home_care: coercive is '', which is none of held, reports, minor, none"),
        ("light_touch", "Yes", "home_care: light_touch is 'Yes', which is none of yes, no, unclear"),
        ("group", "elderly", "home_care: group is 'elderly', which is none of care, children, health"),
        ("parent", "homecare", "home_care: parent is 'homecare', and must be a service that has no parent itself"),
        ("parent", "handyperson", "home_care: parent is 'handyperson', and must be"),
        ("at_risk_groups", "older_poeple", "home_care: at_risk_groups holds 'older_poeple', which is none of adults_"),
        ("at_risk_groups", "older_people,carers", "home_care: at_risk_groups holds 'older_people,carers', which is"),
        ("echr_articles", "8 P1", "home_care: echr_articles holds 'P1', which is none of 2, 3"),
        ("basis", "judgment", "home_care: basis is 'judgment', which is none of source, judgement"),
        ("basis", "", "home_care: basis is '', which is none of source, judgement"),
        ("id", "prison", "id 'prison' is blank or stands twice"),
        ("id", "", "id '' is blank or stands twice"),
    ],
)
def test_a_cell_that_cannot_stand_is_named(tmp_path, column, value, said):
    with pytest.raises(ValueError, match=r"^services\.csv: ") as refused:
        read_services(changed(tmp_path, "home_care", column, value))
    assert said in str(refused.value)


def test_a_service_has_no_rights_and_nobody_at_risk_where_the_cells_are_blank(tmp_path):
    table = read_services(changed(tmp_path, "home_care", "echr_articles", ""))
    assert table.loc["home_care", ["echr_articles", "contact"]].tolist() == ["", "significant"]
