"""A table in which every text is made to act wherever it lands: in Markdown, a chart, a link, a calendar, a sheet."""

import pyarrow as pa

from data.load.datasets import embedded
from data.model.issues import table as issue_table
from data.table.parquet import write_table
from policy.contracts import typed
from tests.policy.test_scale import arrow

FOREIGN = "zq.invalid"
"""A host that no test may ask: the name can belong to nobody (RFC 2606)."""
TEXTS = (
    f"![zq](http://{FOREIGN}/a.png)", f"[zq](http://{FOREIGN}/)", "**zq**", ":red[zq]", "$zq$", "# zq", "`zq`",
    f'<a href="//{FOREIGN}">zq</a>', "<b>zq</b>", f"<img src=//{FOREIGN}/a.png onerror=zq()>", "&lt;b&gt;zq&lt;/b&gt;",
    f"http://{FOREIGN}/zq", f"www.{FOREIGN}", f"so zq@{FOREIGN} so", ":material/home: zq", ":smile: zq",
    "so zq -> zq so", "so zq\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:zq", f'=HYPERLINK("http://{FOREIGN}")',
    "so zq\x1b[31m\u202ezq so", "~~zq~~", "so zq\r\n\r\n    zq so",
)  # fmt: skip
ADDRESSES = (
    f"http://{FOREIGN}/u) ![zq](http://{FOREIGN}/t.png) **zq**", "javascript:zq()", "data:text/html,zq", "file:///zq",
    "zq/relative", f"//{FOREIGN}/zq", f"https://www.gov.uk@{FOREIGN}/", f"http://{FOREIGN}/\r\nEND:VCALENDAR",
    f"http://{FOREIGN}/<b>`zq`?a=&lt;", "https://www.contractsfinder.service.gov.uk/Notice/zq", *TEXTS,
)  # fmt: skip
COLUMNS = ("ocid", "award_id", "title", "description", "buyer", "supplier", "region", "cpv", "source",
           "service_evidence", "instrument_evidence", "not_counted_reason", "suppliers", "company")  # fmt: skip
ABOUT = {"source": TEXTS[0], "title": TEXTS[2] + TEXTS[0], "as_of": "2026-11-22", "counts": {}}


def contracts():
    """Contracts of the register with every text of their own replaced, each kind of mark in every column."""
    whole = embedded().contracts
    frame = whole[whole["counted"]].head(4 * len(TEXTS)).astype(object).reset_index(drop=True)
    for shift, column in enumerate(COLUMNS):
        frame[column] = [TEXTS[(row + shift) % len(TEXTS)] for row in range(len(frame))]
    frame["notice_url"] = [ADDRESSES[row % len(ADDRESSES)] for row in range(len(frame))]
    frame["contract_id"] = [f"{TEXTS[row % len(TEXTS)]}{row}" for row in range(len(frame))]
    frame["successor_id"] = None
    return typed(frame)


def written(folder):
    """Write the table as a build does; gives its path, whose name acts too."""
    path = folder / "**zq** :red[zq].parquet"
    issues = issue_table([]).astype(object)
    issues.loc[0] = [TEXTS[0], 1, TEXTS[3], TEXTS[8], TEXTS[18], TEXTS[0], TEXTS[2], True]
    issues = issues.astype({"line": "Int64", "unread": bool})
    write_table(path, [arrow(contracts())], pa.Table.from_pandas(issues, preserve_index=False), ABOUT)
    return path
