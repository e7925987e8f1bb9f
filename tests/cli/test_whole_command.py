"""`whole` on the command line: the library's figures, and a receipt that is recomputed."""

import json

import pytest

from cli.policy import main


def run(capsys, *arguments):
    code = main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_interval_as_json_is_the_one_worked_by_hand(capsys):
    code, out, _ = run(capsys, "whole", "--json")
    whole = json.loads(out)
    assert code == 0
    assert whole["interval"] == {"low": 35_396_140_000, "high": 50_006_100_000}
    assert sum(kind["low"] for kind in whole["kinds"]) == whole["interval"]["low"]
    assert sum(kind["high"] for kind in whole["kinds"]) == whole["interval"]["high"]
    rows = [row for kind in whole["kinds"] for block in kind["blocks"] for row in block["rows"]]
    assert all(row["mark"] in "VS" and row["url"] for row in rows)


def test_the_interval_in_words_follows_a_setting(capsys):
    _, out, _ = run(capsys, "whole", "--set", "authorities.kinds=nhs")
    assert "add up to £12 billion to £17 billion a year" in out
    assert "Adult social care, long term" not in out


@pytest.mark.parametrize("spoilt", [False, True])
def test_a_receipt_of_the_whole_is_verified(capsys, tmp_path, spoilt):
    _, out, _ = run(capsys, "whole", "--json")
    whole = json.loads(out)
    if spoilt:
        whole["receipt"]["whole"]["interval"]["high"] += 1
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    code, out, _ = run(capsys, "verify", str(file))
    assert code == int(spoilt)
    assert ("whole: the figures differ" in out) is spoilt
