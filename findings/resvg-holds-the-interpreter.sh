#!/usr/bin/env bash
# resvg_py draws a picture with Python's lock in its hands: no other thread of the process moves until it is done.
#
# Expected: svg_to_bytes takes a text and gives bytes, and all that lies between is Rust, which needs no Python object.
#   As with zlib, hashlib and Pillow, which let go of the interpreter's lock for work of that kind, a thread that draws
#   a chart in a web server would leave the other threads alone.
# What happens: the longest time for which another thread stands still is the whole time of the drawing. A thread that
#   wakes each millisecond beside it sleeps through; beside zlib.compress, which takes as long, it goes on.
# Who is hurt: whoever makes PNG files of charts in a server of threads, such as Streamlit or Starlette: one visitor's
#   button stops every other visitor's page for as long as the picture takes.
# Way round: draw in a process of its own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check resvg_py==0.5.0
"$folder/venv/bin/python" - <<'PYTHON'
import random
import threading
import time
import zlib
from importlib.metadata import version

import resvg_py

print("resvg_py", version("resvg_py"))


def stands_still(work):
    """Seconds that some work takes, and the longest that another thread does not move beside it."""
    stop, gaps = threading.Event(), []

    def tick():
        last = time.perf_counter()
        while not stop.is_set():
            time.sleep(0.001)
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

    thread = threading.Thread(target=tick)
    thread.start()
    time.sleep(0.2)
    gaps.clear()
    begun = time.perf_counter()
    work()
    took = time.perf_counter() - begun
    time.sleep(0.01)
    stop.set()
    thread.join()
    return took, max(gaps)


bars = "".join(
    f'<rect x="{n % 40 * 20}" y="{n // 40 * 12}" width="{n % 19}" height="9" fill="#14426B" opacity="0.7"/>'
    for n in range(4000)
)
chart = f'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1300">{bars}</svg>'
text = random.Random(1).randbytes(30_000_000)
drawing, beside_drawing = stands_still(lambda: resvg_py.svg_to_bytes(svg_string=chart, zoom=4))
packing, beside_packing = stands_still(lambda: zlib.compress(text, 6))
print(f"a chart takes {drawing:.2f} s, and another thread stands still for {beside_drawing / drawing:.0%} of that")
print(f"zlib takes {packing:.2f} s, and another thread stands still for {beside_packing / packing:.0%} of that")
assert beside_drawing > 0.9 * drawing, "no longer: the lock is let go"
assert beside_packing < 0.5 * packing
PYTHON
