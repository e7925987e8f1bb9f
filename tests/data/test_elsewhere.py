"""Tables in object stores and on web servers: the same figures though connections break, and no password is shown."""

import socket
import subprocess
import sys
import time

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import fs

from cli.part_reader import PartReader
from data.load.datasets import UnreadableError, load
from data.load.partition import partitioned
from data.places.place import Place, PlaceError, places, shown
from data.table.columns import TableError
from data.table.parquet import SCHEMA
from policy.results.partial import assess_parts
from policy.results.report import plain_result
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import EVERYTHING
from tests.data.test_built_tables import SAID, STRANGE, built, rewritten
from tests.policy.test_scale import command, folder, one_after_another
from tests.stores import store

__all__ = ["built", "folder"]


@pytest.fixture
def elsewhere(folder):
    """The folder as an object store and a web server show it; neither breaks nor refuses at first."""
    with store(folder.parent) as server:
        yield server


ADDRESSES = {
    "a folder in a store": lambda server, name: f"{server.s3}/{name}/?{server.options}",
    "a pattern in a store": lambda server, name: f"{server.s3}/*{name[1:]}/*.parquet?{server.options}",
    "a folder on a web server": lambda server, name: f"{server.web}/{name}/",
    "a pattern on a web server": lambda server, name: f"{server.web}/{name}/*.parquet",
}


def everything_of(address):
    """What the plain pledge says of a table in parts."""
    table, (made, _) = partitioned([address]), build_scenario(presets()["pledge"])
    read = PartReader(table, with_ids=False, scope=EVERYTHING)
    return plain_result(assess_parts(read, made, one_after_another(len(table))), table.described())


@pytest.mark.parametrize("kind", ADDRESSES)
def test_the_same_table_elsewhere_gives_the_same_figures_though_connections_break(kind, elsewhere, folder, monkeypatch):
    monkeypatch.setattr("data.places.web.WAITS", (0, 0))
    address = ADDRESSES[kind](elsewhere, folder.name)
    assert [file.address.partition("?")[0].rpartition("/")[2][0] for file in places(address)] == ["0", "1", "2"]
    elsewhere.cuts = lambda number: number % 5 == 3
    found = load(address)
    assert (asked := elsewhere.asked) > 10, "connections broke in mid-run"
    assert found.described() == load(folder).described()
    pd.testing.assert_frame_equal(found.contracts, load(folder).contracts)
    assert everything_of(address) == everything_of(str(folder / "*.parquet"))
    assert elsewhere.asked > asked


def test_a_store_gives_dask_and_the_command_the_same_figures(elsewhere, folder, monkeypatch):
    for name, value in {"ACCESS_KEY_ID": "someone", "SECRET_ACCESS_KEY": "verysecret"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{elsewhere.host}")
    elsewhere.cuts = lambda number: number % 7 == 4
    assert command("--engine", "dask", "--data", f"s3://house/{folder.name}")[0] == command()[0]
    assert elsewhere.asked > 10


SECRETS = ("verysecret", "someone", "signature")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("{0.s3}/none.parquet?{0.options}", 0, "s3://house/none.parquet: no such file"),
        ("{0.s3}/none/*.parquet?{0.options}", 0, "s3://house/none/*.parquet: no"),
        ("{0.s3}/none.parquet?{0.options}", 403, "ACCESS_DENIED). Check the address and the right"),
        ("{0.s3}/none.parquet?colour=signature", 0, "s3://house: ArrowInvalid. Check the address"),
        ("{0.web}/none.parquet?signature=1", 0, "/house/none.parquet: no such file"),
        ("{0.web}/none.parquet?signature=1", 503, "HTTP 503); tried 3 times). Check the connection"),
        ("{0.web}/none/*.parquet?signature=1", 401, "HTTP 401)). Check the address and the right"),
        ("{0.web}/*/none.parquet", 0, "`*` may stand in the last part of the address alone"),
        ("http://someone:verysecret@127.0.0.1:9/none.parquet", 0, "no connection; tried 3 times"),
    ],
)
def test_what_cannot_be_read_elsewhere_is_said_and_no_password_with_it(address, status, said, elsewhere, monkeypatch):
    monkeypatch.setattr("data.places.web.WAITS", (0, 0))
    elsewhere.status = status
    for opened in (load, lambda name: partitioned([name])):
        with pytest.raises((UnreadableError, PlaceError)) as error:
            opened(address.format(elsewhere))
        assert said in str(error.value)
        assert not [secret for secret in SECRETS if secret in str(error.value) + repr(error.value)]


def damaged(path):
    amounts = pq.read_metadata(path).row_group(0).column(SCHEMA.get_field_index("value_gbp"))
    content = bytearray(path.read_bytes())
    first = amounts.dictionary_page_offset or amounts.data_page_offset
    content[first + amounts.total_compressed_size - 1] ^= 255
    path.write_bytes(bytes(content))


SPOILT = {
    **{name: lambda path, change=STRANGE[name][0]: rewritten(path, change) for name in ("no stage", "word", "huge")},
    **{name: lambda path, about=SAID[name][0]: rewritten(path, about=about) for name in ("format", "fingerprint")},
    "damaged": damaged,
    "no table": lambda path: path.write_bytes(b"x" * 100),
}


@pytest.mark.parametrize("address", ["{0.s3}/all.parquet?{0.options}", "{0.web}/all.parquet"])
@pytest.mark.parametrize("name", SPOILT)
def test_a_table_elsewhere_is_checked_as_one_here(name, address, built, monkeypatch):
    monkeypatch.setattr("data.places.web.WAITS", (0, 0))
    SPOILT[name](built)
    with store(built.parent) as server:
        there = address.format(server)
        for opened in (load, lambda name: partitioned([name]).read(0)):
            with pytest.raises((UnreadableError, PlaceError)) as here:
                opened(str(built))
            with pytest.raises((UnreadableError, PlaceError)) as elsewhere:
                opened(there)
            assert str(here.value).startswith(str(built))
            assert str(elsewhere.value) == str(here.value).replace(str(built), shown(there))


@pytest.mark.parametrize("cell", [None, "awarded", "\x1f" * 6 + "nowhere", "yes\x1fstrange" + "\x1f" * 5])
def test_combinations_that_are_none_are_said(cell, built):
    stored = pq.read_table(built)
    cells = stored.schema.get_field_index("party_profile")
    changed = pa.chunked_array([pa.array([cell] * 4, pa.string())])
    table = stored.set_column(cells, "party_profile", changed).replace_schema_metadata(pq.read_metadata(built).metadata)
    pq.write_table(table, built)
    with pytest.raises(TableError, match=r"(its combinations are not those of counted|holds '(nowhere|strange)')"):
        partitioned([str(built)]).read(0)


def test_a_server_that_sends_no_parts_or_another_file_meanwhile_is_said(elsewhere, folder, monkeypatch):
    place = Place(f"{elsewhere.web}/{folder.name}/0.parquet")

    def changed(file):
        monkeypatch.setattr("tests.stores.STATE", '"2"')
        return file.read(4)

    with pytest.raises(PlaceError, match="has changed on the server while it was read"):
        place.read(changed)
    monkeypatch.setattr(
        "tests.stores.Handler.part", lambda self, whole, *, body: self.answer(200, whole, {}, body=body)
    )
    with pytest.raises(PlaceError, match="sends no parts of files; fetch it and give its path"):
        place.read(lambda file: file.read(4))


def test_an_address_is_shown_without_the_right_to_read_it():
    place = Place("https://someone:verysecret@example.org/parts/a.parquet?signature=1")
    assert str(place) == shown(place.address) == "https://example.org/parts/a.parquet"
    assert not [secret for secret in SECRETS if secret in repr(place)]
    assert str(place.issues) == "https://example.org/parts/a.issues.parquet"


@pytest.mark.long
def test_a_well_known_s3_server_gives_the_same_figures(folder, tmp_path, monkeypatch):
    """moto has some fifty dependencies, so it is installed beside the program and for this test alone."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "moto"], check=True)
    subprocess.run([tmp_path / "moto/bin/pip", "install", "--quiet", "moto[server]"], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    line = [tmp_path / "moto/bin/moto_server", "-H", "127.0.0.1", "-p", port]
    server = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", int(port))) == 0:
                    break
            time.sleep(0.3)
        for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
            monkeypatch.setenv(f"AWS_{name}", "testing")
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        system, _ = fs.FileSystem.from_uri("s3://house?region=us-east-1&allow_bucket_creation=true")
        system.create_dir("house")
        fs.copy_files(str(folder), "house/parts", destination_filesystem=system)
        for engine in ("pandas", "dask"):
            assert command("--engine", engine, "--data", "s3://house/parts/*.parquet")[0] == command()[0]
        assert load("s3://house/parts").described() == load(folder).described()
    finally:
        server.terminate()
        server.wait(timeout=20)
