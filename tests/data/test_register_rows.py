"""Rows and columns of published registers that were read wrong, or not at all, each with the value right by hand."""

from own_reading import CARE, HEADER, REST, register


def test_a_plan_of_a_register_without_numbers_led_to_no_award_that_is_known(tmp_path):
    """Rows without a number of their own are of many procurements: no row of them is the award of a plan."""
    header = HEADER.removeprefix("Ref,") + ",Status"
    rows = [CARE[2:] + ",Live", REST[2:] + ",Planned"]
    found = register(tmp_path, *rows, header=header)
    planned = found.all[found.all.stage == "planned"]
    assert list(planned.counted) == [True]
    assert planned.not_counted_reason.isna().all()
