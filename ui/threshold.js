// The threshold as a line on its own curve. Every figure shown comes with the data: nothing is worked out here but
// where things stand, and the line snaps to the thresholds at which the policy was asked.
const SVG = "http://www.w3.org/2000/svg";
const MULTIPLES = { "": 1, k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, b: 1e9, bn: 1e9, billion: 1e9 };
const AMOUNT = /^£?\s*(\d[\d,_ ]*)(?:\.(\d+))?\s*(k|thousand|m|million|bn?|billion)?$/i;
const PAD = { left: 58, right: 14, top: 8, bottom: 44 };
const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5 };

export default function (component) {
  const root = component.parentElement;
  const curve = (root.curve ??= build(root));
  curve.receive(component.data, (pounds) => component.setTriggerValue("commit", pounds));
  return () => curve.watcher.disconnect();
}

function build(root) {
  const find = (selector) => root.querySelector(selector);
  const plot = find(".plot"), svg = find("svg"), line = find(".line"), box = find("input"), hint = find("#hint");
  let data, commit, at = 0, moved = false, width = 0;

  const x = (place) => PAD.left + (place / data.span) * (width - PAD.left - PAD.right);
  const y = (value) => PAD.top + (1 - value / data.top) * (300 - PAD.top - PAD.bottom);
  const nearest = (place) =>
    data.points.reduce((best, point, i) => (Math.abs(point.x - place) < Math.abs(data.points[best].x - place) ? i : best), 0);
  const toIndex = (event) =>
    nearest(((event.clientX - plot.getBoundingClientRect().left - PAD.left) / (width - PAD.left - PAD.right)) * data.span);

  function show(index, note) {
    at = Math.max(0, Math.min(data.points.length - 1, index));
    const point = data.points[at];
    moved = at !== data.here;
    root.querySelector(".curve").classList.toggle("moved", moved);
    find(".at").textContent = moved ? data.words.moved.replace("{}", point.words) : data.words.here.replace("{}", point.words);
    find(".figures").replaceChildren(...data.measures.map((name, i) => figure(name, point.said[i])));
    line.style.left = `${x(point.x)}px`;
    line.setAttribute("aria-valuenow", point.value);
    line.setAttribute("aria-valuetext", `${point.words}: ${point.said.map(([central]) => central).join(", ")}`);
    if (root.activeElement !== box) box.value = point.words;
    say(note ?? (moved ? data.words.keep : data.words.hint), false);
  }

  function say(text, wrong) {
    hint.textContent = text;
    box.setAttribute("aria-invalid", wrong);
  }

  function figure(name, [central, range]) {
    const group = document.createElement("div");
    for (const [tag, kind, text] of [["dt", "name", name], ["dd", "central", central], ["dd", "range", range]]) {
      const part = document.createElement(tag);
      part.className = kind;
      part.textContent = text;
      group.append(part);
    }
    return group;
  }

  function keep(pounds) {
    if (pounds !== data.points[data.here].value || data.points[data.here].idle) commit(pounds);
  }

  function typed() {
    const match = AMOUNT.exec(box.value.trim());
    const pounds = match && Math.round(Number(`${match[1].replace(/[,_ ]/g, "")}.${match[2] ?? 0}`)
      * MULTIPLES[(match[3] ?? "").toLowerCase()]);
    return match && pounds <= data.most ? pounds : null;
  }

  line.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const to = { Home: 0, End: data.points.length - 1, Escape: data.here }[event.key] ?? at + STEPS[event.key];
    if (event.key === "Enter" || event.key === " ") keep(data.points[at].value);
    else if (Number.isFinite(to)) show(to);
    else return;
    event.preventDefault();
  });
  plot.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    plot.setPointerCapture(event.pointerId);
    line.focus({ preventScroll: true });
    show(toIndex(event));
    event.preventDefault();
  });
  plot.addEventListener("pointermove", (event) => plot.hasPointerCapture(event.pointerId) && show(toIndex(event)));
  plot.addEventListener("pointerup", (event) => {
    if (!plot.hasPointerCapture(event.pointerId)) return;
    plot.releasePointerCapture(event.pointerId);
    keep(data.points[at].value);
  });
  plot.addEventListener("pointercancel", () => show(data.here));
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") { show(data.here); box.value = data.points[data.here].words; }
    if (event.key !== "Enter") return;
    if (typed() === null) say(data.words.wrong, true);
    else keep(typed());
  });
  box.addEventListener("input", () => {
    const pounds = typed();
    if (pounds === null) return say(data.words.wrong, true);
    const index = nearest(Math.log10(1 + pounds / data.bend));
    show(index, data.points[index].value === pounds ? undefined : data.words.between.replace("{}", data.points[index].words));
  });
  box.addEventListener("blur", () => { if (typed() === null) show(at); });

  function draw() {
    width = plot.clientWidth;
    if (!width || !data) return;
    const add = (name, attributes, text) => {
      const part = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
      if (text !== undefined) part.textContent = text;
      svg.append(part);
    };
    svg.replaceChildren();
    const { points, colours } = data, floor = y(0);
    const stepped = (end) => points.map((p, i) => (i ? `V${y(p.y[end])}H${x(p.x)}` : `M${x(p.x)},${y(p.y[end])}`)).join("");
    const back = points.map((p, i) => `H${x(p.x)}V${y(p.y[0])}`).reverse().join("");
    for (const [value, words] of data.ticks) {
      add("line", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value), stroke: colours.grid });
      add("text", { x: PAD.left - 8, y: y(value) + 4, "text-anchor": "end" }, words);
    }
    add("path", { d: `${stepped(2)}${back}Z`, fill: colours.doubt, opacity: 0.75 });
    add("path", { d: stepped(1), fill: "none", stroke: colours.accent, "stroke-width": 2.5 });
    for (const [place, words] of data.places) {
      add("line", { x1: x(place), x2: x(place), y1: floor, y2: floor + 5, stroke: colours.quiet });
      add("text", { x: x(place), y: floor + 19, "text-anchor": place > data.span * 0.97 ? "end" : "middle" }, words);
    }
    for (const [place, words] of data.marks) {
      add("line", { x1: x(place), x2: x(place), y1: PAD.top, y2: floor, stroke: colours.quiet, "stroke-dasharray": "2 4" });
      add("text", { x: x(place), y: floor + 38, "text-anchor": "middle", "font-weight": 600 }, words);
    }
    const here = x(points[data.here].x);
    add("line", { x1: here, x2: here, y1: PAD.top, y2: floor, stroke: colours.line, "stroke-width": 1.5 });
    line.style.left = `${x(points[at].x)}px`;
  }

  const watcher = new ResizeObserver(draw);
  function receive(given, send) {
    data = given;
    commit = send;
    for (const [name, colour] of Object.entries(data.colours)) root.querySelector(".curve").style.setProperty(`--${name}`, colour);
    line.setAttribute("aria-label", data.words.label);
    line.setAttribute("aria-valuemin", data.points[0].value);
    line.setAttribute("aria-valuemax", data.points.at(-1).value);
    line.setAttribute("aria-description", data.words.alt);
    find("label").textContent = data.words.box;
    width = plot.clientWidth;
    if (root.activeElement === box) box.value = data.points[data.here].words;
    show(data.here);
    draw();
    watcher.observe(plot);
  }
  return { receive, watcher };
}
