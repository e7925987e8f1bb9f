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


def test_a_receipt_of_a_part_of_the_contracts_is_verified_on_that_part(capsys, tmp_path):
    where = ("--where", "buyer_kind=local")
    _, out, _ = run(capsys, "whole", "--json", *where)
    whole = json.loads(out)
    assert whole["scope"]["where"] == whole["receipt"]["scope"] == [where[1]]
    file = tmp_path / "receipt.json"
    file.write_text(out, encoding="utf-8")
    assert run(capsys, "verify", str(file)) == (
        0,
        f"Receipt {whole['receipt']['id']} agrees: the figure is the same.\n",
        "",
    )
    _, every, _ = run(capsys, "whole", "--json")
    assert "scope" not in json.loads(every)["receipt"]


def test_the_words_tell_what_is_looked_at_from_what_is_published(capsys):
    _, out, _ = run(capsys, "whole", "--where", "buyer_kind=local")
    assert "That is of all buyers and places, not only of what is looked at." in out
    assert "The contracts in this register in scope (Councils) that are of these kinds" in out
    assert "not only of what" not in run(capsys, "whole")[1]
