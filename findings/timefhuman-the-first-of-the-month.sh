#!/usr/bin/env bash
# timefhuman: "31 March 2030" is 31 March; "The contract ends on 31 March 2030." is 1 March.
#
# Expected: it is to "find natural language dates and times in any text" (README). What it reads as a date on its own it
#   should read as that date in a sentence, or leave out.
# What happens: a day before the name of its month counts where the date stands alone, and in a range of two dates.
#   With a word before or after it, or a comma, the day is dropped and the first of the month takes its place: "by 30
#   September 2029" is 1 September. Without a year and with an hour, "31 March at 5pm" is today at five. The day after
#   the month, "March 31, 2030", and the day with a suffix, "31st March 2030", are right in a sentence too. "36 months"
#   are 1,080 days. Nothing is raised.
# Who is hurt: whoever draws the ends of contracts, notice and break dates from notices and committee papers in British
#   writing: each is up to thirty days early, inside the right month, so that it looks right.
# Way round: dateparser's search_dates, which gives the day; or put the suffix after the day before reading.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check timefhuman==0.1.5 dateparser==1.5.0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version

from dateparser.search import search_dates
from timefhuman import tfhConfig, timefhuman

print("timefhuman", version("timefhuman"), "dateparser", version("dateparser"))
NOW = tfhConfig(now=datetime(2026, 11, 28))
SEEN = [
    # text, what timefhuman finds, what is written
    ("31 March 2030", ["2030-03-31"], ["2030-03-31"]),
    ("The contract ends on 31 March 2030.", ["2030-03-01"], ["2030-03-31"]),
    ("31 March 2030 (end)", ["2030-03-01"], ["2030-03-31"]),
    ("5 April 2027,", ["2027-04-01"], ["2027-04-05"]),
    ("Notice by 30 September 2029", ["2029-09-01"], ["2029-09-30"]),
    ("Start 1 April 2027, end 31 March 2030", ["2027-04-01", "2030-03-01"], ["2027-04-01", "2030-03-31"]),
    ("The contract runs from 1 April 2027 to 31 March 2030.",) + (["2027-04-01", "2030-03-31"],) * 2,
    ("The contract ends on March 31, 2030.", ["2030-03-31"], ["2030-03-31"]),
    ("The contract ends on 31st March 2030.", ["2030-03-31"], ["2030-03-31"]),
]


def dates(text):
    flat = []
    for found in timefhuman(text, NOW):
        flat += found if isinstance(found, (list, tuple)) else [found]
    return [f"{moment:%Y-%m-%d}" for moment in flat]


for text, seen, right in SEEN:
    found, other = dates(text), [f"{moment:%Y-%m-%d}" for _, moment in search_dates(text, languages=["en"])]
    print(f"{text:55} {' '.join(found):21} dateparser {' '.join(other)}")
    assert found == seen, f"no longer {seen}"
    assert other == right, "dateparser is no way round any more"
for text, seen in (("Bids close 31 March at 5pm", datetime(2026, 11, 28, 17)), ("36 months", datetime(2029, 11, 12))):
    found = timefhuman(text, NOW)
    print(f"{text:55} {found}")
    assert found == [seen], f"no longer {seen}"
PYTHON
