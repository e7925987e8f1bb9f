"""What notices list twice, leave empty or state in another place; names and numbers are made up."""

import json

import pytest
from reading import table

from tests.chains import award, release


@pytest.mark.parametrize(
    "before", [b"\n", b"\xef\xbb\xbf\r\n\r\n", b"  \n\t\n"], ids=["a line", "a mark and two lines", "blanks"]
)
def test_lines_of_json_may_begin_with_blank_lines(tmp_path, before):
    both = [release(1, "award", ocid=f"ocds-xxxxxx-{n}", awards=[award()]) for n in (1, 2)]
    path = tmp_path / "notices.jsonl"
    path.write_bytes(before + b"\n\n".join(json.dumps(one_of).encode() for one_of in both) + b"\n")
    assert len(table([path], tmp_path).contracts) == len(both)
