#!/usr/bin/env bash
# A link of Streamlit to the page that is open, with another query, is followed on the screen and not in the address.
#
# Expected: st.page_link takes query_params, "query parameters to apply when navigating to the target
#   page" (its docstring).
#   "Contracts of Leeds" on a page that shows those of Kent would show Leeds and put Leeds into the address, as the
#   same link does from any other page.
# What happens: the page shows Leeds, the address goes on saying Kent, and the next click on anything sends Kent: the
#   figure changes back without a word. From another page the address says Leeds, and it stays.
# Who is hurt: whoever offers questions or filters as links on a dashboard whose state lies in the address: a figure of
#   another question stands under the reader's eyes, and a copied address opens the wrong one.
# Way round: a button that sets st.query_params, where the page is its own target.
#
# Needs Debian's chromium (/usr/bin/chromium), for there is no address without a browser.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check streamlit==1.67.0 playwright==1.65.2
mkdir "$folder/pages"
cat >"$folder/app.py" <<'PYTHON'
import streamlit as st

st.write("contracts of " + st.query_params.get("buyer", "nobody"))
st.page_link("app.py", label="Contracts in Leeds", query_params={"buyer": "Leeds"})
st.button("Anything else")
PYTHON
cat >"$folder/pages/other.py" <<'PYTHON'
import streamlit as st

st.write("another page")
st.page_link("app.py", label="Contracts in Leeds", query_params={"buyer": "Leeds"})
PYTHON
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import socket
import subprocess
import sys
from importlib.metadata import version

from playwright.sync_api import sync_playwright

print("streamlit", version("streamlit"))
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
options = ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
server = subprocess.Popen(
    [sys.executable, "-m", "streamlit", "run", "app.py", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
)


def seen(page, words):
    """What the address says once the page shows some words."""
    page.get_by_text(words, exact=True).wait_for()
    page.wait_for_timeout(2000)
    return page.evaluate("location.search")


def from_(site, start, words):
    """The address after a page, after its link, and after a button; with what the page shows after the button."""
    page = browser.new_page()
    page.goto(site + start)
    found = [seen(page, words)]
    page.locator("a", has_text="Contracts in Leeds").last.click()
    found.append(seen(page, "contracts of Leeds"))
    page.get_by_role("button", name="Anything else").click()
    page.wait_for_timeout(2000)
    return [*found, page.evaluate("location.search"), page.get_by_text("contracts of").first.inner_text()]


try:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        site = f"http://127.0.0.1:{port}/"
        asking = browser.new_context().request
        for _ in range(120):
            try:
                asking.get(site + "_stcore/health", timeout=500)
                break
            except Exception:
                browser.new_page().wait_for_timeout(500)
        same, other = from_(site, "?buyer=Kent", "contracts of Kent"), from_(site, "other", "another page")
        browser.close()
finally:
    server.terminate()
print("from the page itself: opened, after the link, after a button:", *same)
print("from another page:                                          ", *other)
assert same == ["?buyer=Kent", "?buyer=Kent", "?buyer=Kent", "contracts of Kent"], same
assert other == ["", "?buyer=Leeds", "?buyer=Leeds", "contracts of Leeds"], other
PYTHON
