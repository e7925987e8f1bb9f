"""Every door that takes something from outside, each with a fuzz of its own; gives what was lost and what was said.

A door takes a source of chance, values that Hypothesis made and an empty folder. What it refuses in words is no fault;
any other error is.
"""

import contextlib
import io
import json
from urllib.parse import quote, urlencode

from api.answers import Served
from api.asked import asked
from api.doors import DOORS as ANSWERS
from cli.data import main as data_command
from cli.main import main as command
from data.load import own_file
from data.load.api import open_dataset
from data.load.datasets import UnreadableError, embedded
from data.readers.files import FileError, pieces
from data.readers.own_register import mapping_file
from data.readers.own_register.mapping_file import MappingError
from data.table.build import build
from data.table.parquet import read_table
from data.table.piece_reader import read_piece
from output.register_changes import changes_in_words, changes_table, held_against, in_lines, totals_table
from policy.audit.labels import COLUMNS, from_csv
from policy.coded import prepare
from policy.engine.decide import decide
from policy.formats import one_line
from policy.problem import PolicyError
from policy.receipts.verdict import verdict
from policy.results.receipt import read_receipt, receipt, scope_stated
from policy.rules import settings
from policy.scenarios.files import from_file, from_short
from policy.scenarios.links import from_link, from_query, to_query, to_toml
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from policy.scope import scope as scopes
from tests.torture import inputs

WHOLE = ("the whole file", "what follows", "all from there on", "the rest", "open the built table")
"""How an issue says that it stands for more than its own line."""
REGISTER = embedded()
SERVED = Served(REGISTER, prepare(REGISTER.contracts.head(60), REGISTER.services))
MADE = build_scenario()[0]
RECEIPT = receipt(decide(SERVED.coded, MADE), REGISTER.described())
KEYS = [
    *settings(),
    "base",
    "contract",
    "in.buyer_kind",
    "in.value_gbp",
    "in.end",
    "in.buyer",
    "in.supplier_kind",
    "in.service",
    "in.company",
    "compare",
    "said",
    "data",
    "x",
]


def file(rng, folder, name, body, expected=0):
    """Read a file as a build does and as the page does; expects so many records to be rows or issues."""
    path = folder / name
    path.write_bytes(body)
    lines, issues = set(), []
    for piece in pieces(name, path):
        read = read_piece(piece)
        lines |= set(read.table()["line"].to_pylist())
        issues += read.issues
    heard = lines | {issue.line for issue in issues if issue.line is not None}
    whole = any(word in issue.done for issue in issues for word in WHOLE)
    lost = 0 if whole else max(0, expected - len(heard - {None}))
    said = [issue.sentence() for issue in issues]
    if rng.random() < 0.03:
        built = build([path], folder / "out.parquet", folder / "cache", quiet=True)
        stored = read_table(folder / "out.parquet")
        lost += len(stored.contracts) + built.counts["read_twice"] != sum(each.rows for each in built.files)
        lost += not (len(stored.contracts) or len(stored.issues))
    if rng.random() < 0.03:
        try:
            own_file.preview(path, name)
            tables, issues = own_file.gather(path, name, None)
            list(tables)
            said += [issue.sentence() for issue in issues]
        except FileError as refused:
            said.append(str(refused))
    return lost, said


def ocds(rng, more, folder):
    """Packages, records, lists and lines of releases."""
    given = [copy_of(rng, more) for _ in range(rng.randrange(1, 7))]
    lines = rng.random() < 0.3
    around = {"releases": given}, {"records": given}, given, {"uri": "u", "releases": given, "links": {}}
    text = "\n".join(map(json.dumps, given)) if lines else json.dumps(rng.choice(around))
    if rng.random() < 0.3:
        return file(rng, folder, "x.json", inputs.torn(rng, text.encode()))
    # A document that is no list of releases at all is one issue; `null` and a nested package of none are nothing.
    whole = sum(isinstance(each, dict) and "ocid" in each and "releases" not in each for each in given)
    return file(rng, folder, "x.jsonl" if lines else "x.json", text.encode(), whole)


def copy_of(rng, more):
    """A release of the fixtures, changed in most cases."""
    found = rng.choice(inputs.RELEASES)
    return inputs.mutated(rng, found, more) if rng.random() < 0.7 else found


def csv(rng, more, folder):
    """Tables in CSV: known exports and registers."""
    rows, count = inputs.cells(rng, more)
    body = inputs.as_csv(rng, rows)
    if rng.random() < 0.4:
        return file(rng, folder, "x.csv", inputs.torn(rng, body))
    return file(rng, folder, "x.csv", body, 0 if any("\r" in str(cell) for row in rows for cell in row) else count)


def workbook(rng, more, folder):
    """The same as XLSX, with strange cells or a torn part."""
    rows, count = inputs.cells(rng, more)
    body = inputs.as_workbook(rows)
    if rng.random() < 0.5:
        return file(rng, folder, "x.xlsx", rng.choice((inputs.torn, inputs.repacked))(rng, body))
    del count  # cells that a workbook cannot hold are blank, and a row may be
    return file(rng, folder, "x.xlsx", body)


def other_workbooks(rng, more, folder):
    """XLS and ODS, and what says that it is XLSB, with torn bytes or parts."""
    del more
    name = rng.choice(("register_periods.ods", "register_periods.ods", "register_trusts.xls", "register_merged.xlsx"))
    body = (inputs.TESTS / "registers" / name).read_bytes()
    tear = inputs.torn if name.endswith("xls") or rng.random() < 0.4 else inputs.repacked
    ending = rng.choice((name.rpartition(".")[2], name.rpartition(".")[2], "xlsb", "xls", "ods", "xlsx"))
    return file(rng, folder, f"x.{ending}", tear(rng, body))


def parquet(rng, more, folder):
    """Tables in Parquet, of many types or torn."""
    rows, count = inputs.cells(rng, more)
    if len(set(map(str, rows[0]))) < len(rows[0]):
        rows[0] = [f"{name}{n}" for n, name in enumerate(rows[0])]
    body = inputs.as_parquet(rng, rows)
    if rng.random() < 0.4:
        return file(rng, folder, "x.parquet", inputs.torn(rng, body))
    del count  # a blank text is a blank row here
    return file(rng, folder, "x.parquet", body)


def query_of(rng, more):
    """The pairs of a link, some of them strange."""
    pairs = dict(to_query(rng.choice(list(presets().values())) and MADE)) | {"base": rng.choice([*presets(), "pledge"])}
    for _ in range(rng.randrange(1, 6)):
        pairs[rng.choice(KEYS)] = str(inputs.strange(rng, more))
    return pairs


def link(rng, more, folder):
    """Links and what pages hold in them: read as far as they can be, and written again the same."""
    del folder
    pairs = query_of(rng, more)
    said = []
    made, problems = from_query(pairs, others=frozenset(KEYS))
    assert from_query(to_query(made)) == (made, []), "it does not read its own link"
    scope, strange = scopes.from_query(pairs)
    assert scopes.from_where(scope.to_where()) == scope, "it does not read its own conditions"
    text = "http://localhost/?" + urlencode({key: value.replace(inputs.LONE, "") for key, value in pairs.items()})
    if rng.random() < 0.5:
        text = inputs.torn_text(rng, text)
    said += map(str, [*problems, *strange, *from_short(text)[2]])
    with contextlib.suppress(PolicyError):
        said += map(str, from_link(text)[1])
    return 0, said


def scenario(rng, more, folder):
    """Files of scenarios, one or several."""
    del folder
    text = (
        to_toml(MADE) + f'small.threshold = "{inputs.strange(rng, more)}"\n{rng.choice(KEYS)} = {json_of(rng, more)}\n'
    )
    text = f"[[scenario]]\nname = 'a'\n{text}" if rng.random() < 0.3 else text
    _, problems = from_file(inputs.torn_text(rng, text) if rng.random() < 0.6 else text, "x.toml")
    return 0, list(map(str, problems))


def json_of(rng, more):
    """A strange value as JSON, which is mostly TOML too."""
    return json.dumps(inputs.strange(rng, more))


def receipts(rng, more, folder):
    """Receipts, changed in a value or torn, held against the figure of now."""
    del folder
    text = json.dumps(inputs.mutated(rng, RECEIPT, more))
    text = inputs.torn_text(rng, text) if rng.random() < 0.3 else text
    try:
        stated, _ = read_receipt(text, "r.json")
        scope_stated(stated)
    except ValueError as refused:
        return 0, [str(refused)]
    return 0, verdict(stated, RECEIPT).sentences()


def labels(rng, more, folder):
    """Labels of an audit; each line is a label or is named."""
    del folder
    names = [f"c{n}" for n in range(8)]
    rows = [[name, "comes_back", "right", "", "a note"] for name in names]
    for _ in range(rng.randrange(1, 6)):
        rng.choice(rows)[rng.randrange(5)] = str(inputs.strange(rng, more))
    text = inputs.as_csv(rng, [list(COLUMNS), *rows]).decode("utf-8", "replace")
    judged = {row[0] for row in rows if row[2].strip()}
    if rng.random() < 0.5:
        text, judged = inputs.torn_text(rng, text), set()
    found, problems = from_csv(text, frozenset(names))
    lost = 0 if problems and not found else max(0, len(judged) - len(found) - len(problems))
    return lost, list(map(str, problems))


def mapping(rng, more, folder):
    """Mappings of columns."""
    del folder
    text = '[columns]\n"Title" = { fact = "title" }\n"Value" = { fact = "value", unit = "£000" }\n'
    text += f'"{inputs.strange(rng, more)}" = {{ fact = "{inputs.strange(rng, more)}" }}\nx = {json_of(rng, more)}\n'
    try:
        mapping_file.from_toml(inputs.torn_text(rng, text) if rng.random() < 0.7 else text, "m.toml")
    except MappingError as refused:
        return 0, [str(refused)]
    return 0, []


def interface(rng, more, folder):
    """Queries of the HTTP interface, read and in part answered."""
    del folder
    name = rng.choice(list(ANSWERS))
    pairs = {key: value for key, value in query_of(rng, more).items() if rng.random() < 0.3}
    pairs |= {key: str(inputs.strange(rng, more)) for key in ANSWERS[name].parameters if rng.random() < 0.4}
    query = "&".join(f"{quote(key)}={quote(value.replace(inputs.LONE, ''))}" for key, value in pairs.items())
    query = inputs.torn_text(rng, query) if rng.random() < 0.3 else query
    try:
        ask = asked(query, frozenset(ANSWERS[name].parameters), ANSWERS[name].formats)
        if not ANSWERS[name].slow and rng.random() < 0.3:
            answer = ANSWERS[name].answer(SERVED, ask)
            json.dumps(answer.plain, ensure_ascii=False, allow_nan=False).encode()
    except PolicyError as refused:
        return 0, list(map(str, refused.problems))
    return 0, []


def command_line(rng, more, folder):
    """Commands with strange words, files and tables."""
    odd = str(inputs.strange(rng, more)).replace("\0", "")
    place = folder / "given.json"
    place.write_bytes(inputs.torn(rng, json.dumps(RECEIPT).encode()))
    table = folder / "given.csv"
    table.write_bytes(inputs.as_csv(rng, inputs.cells(rng, more)[0]))
    cache = ["--cache", str(folder / "cache")]
    arguments = rng.choice((
        ["presets", odd], ["assess", "--preset", odd], ["assess", "--set", f"{rng.choice(KEYS)}={odd}"],
        ["assess", "--link", odd], ["assess", "--scenario", str(place)], ["assess", "--data", str(place)],
        ["assess", "--where", odd, "--preset", "x"], ["verify", str(place)], ["explain", odd], ["compare", odd, odd],
        ["sweep", odd], ["check", str(table), *cache], ["check", str(table), "--mapping", str(place), *cache],
        ["build", str(table), "--out", str(folder / "o.parquet"), *cache], ["labels", "score", str(place), str(table)],
        ["pull", odd, "--from", odd], [odd], ["report", "--out", str(folder / "no" / "b.html"), "--set", f"x={odd}"],
    ))  # fmt: skip
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.suppress(SystemExit):
        code = command(arguments) if arguments[:1] != ["check"] else data_command(arguments)
        assert code in (0, 1, 2)
    return 0, (out.getvalue() + err.getvalue()).replace(str(folder), "").splitlines()


def two_registers(rng, more, folder):
    """Two states of a register held against each other and built together: contracts and totals add up."""
    rows, _ = inputs.cells(rng, more, [inputs.REGISTER])
    later = [list(row) for row in rows]
    for _ in range(rng.randrange(4)):
        at = rng.randrange(1, len(later))
        later[at:at] = [list(later[at]) for _ in range(rng.randrange(3))]
        later[at][rng.randrange(len(later[at]))] = rng.choice(inputs.COLUMN_VALUES)
    paths, states = [folder / "may.csv", folder / "june.csv"], []
    for path, body in zip(paths, (inputs.as_csv(rng, rows), inputs.as_csv(rng, later)), strict=True):
        path.write_bytes(inputs.torn(rng, body) if rng.random() < 0.2 else body)
        with contextlib.suppress(UnreadableError):
            states.append(open_dataset(path, rng.choice((None, None, {"title": "Title", "value": "Value"}))))
    lost = 0
    if rng.random() < 0.1:
        built = build(paths, folder / "o.parquet", folder / "cache", quiet=True)
        stored = len(read_table(folder / "o.parquet").contracts)
        lost += stored + built.counts["read_twice"] != sum(each.rows for each in built.files)
    if len(states) < len(paths):
        return lost, []
    held = held_against(*states)
    listed, totals = changes_table(held), totals_table(held)["Contracts"].tolist()
    counts, each = listed["What"].value_counts(), [int(state.contracts["counted"].sum()) for state in states]
    lost += each[1] != each[0] - counts.get("Gone", 0) + counts.get("Added", 0)
    lost += sum(totals[:-1]) != totals[-1] or [totals[0], totals[-1]] != each
    shown = changes_in_words(listed).to_numpy().ravel().tolist()
    return lost, [*map(str, shown), *map(one_line, in_lines(held))]


DOORS = {
    "open contracting (JSON)": (ocds, 12), "tables (CSV)": (csv, 12), "workbooks (XLSX)": (workbook, 4),
    "workbooks (XLS, ODS, XLSB)": (other_workbooks, 4), "tables (Parquet)": (parquet, 4), "links": (link, 24),
    "scenario files (TOML)": (scenario, 20), "receipts": (receipts, 12), "labels": (labels, 12),
    "mappings": (mapping, 12), "interface (HTTP)": (interface, 14), "command line": (command_line, 3),
    "two registers": (two_registers, 2),
}  # fmt: skip
"""Each door with its share of the inputs."""
