// The threshold as a line on its own curve. Every figure shown comes with the data: nothing is worked out here but
// where things stand. Dragging snaps to round thresholds. Where the curve is exact, a point holds for every threshold
// above the one before it; elsewhere the nearest point is shown and named.
const SVG = "http://www.w3.org/2000/svg";
const MULTIPLES = { "": 1, k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, b: 1e9, bn: 1e9, billion: 1e9 };
const AMOUNT = /^£?\s*(\d[\d,_ ]*)(?:\.(\d+))?\s*(k|thousand|m|million|bn?|billion)?$/i;
const PAD = { left: 58, right: 14, top: 8, bottom: 28 };
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
  let data, commit, at = 0, width = 0;

  const placeOf = (pounds) => Math.log10(1 + pounds / data.bend);
  const span = () => placeOf(data.points.at(-1).value);
  const x = (place) => PAD.left + (place / span()) * (width - PAD.left - PAD.right);
  const y = (value) => PAD.top + (1 - value / data.top) * (300 - PAD.top - PAD.bottom);
  const far = (index, place) => Math.abs(placeOf(data.points[index].value) - place);
  const nearest = (places, place) => places.reduce((best, i) => (far(i, place) < far(best, place) ? i : best));
  const toIndex = (event) => nearest(data.stops,
    ((event.clientX - plot.getBoundingClientRect().left - PAD.left) / (width - PAD.left - PAD.right)) * span());
  const inWords = (pounds) => `£${pounds.toLocaleString("en-GB")}`;

  // The stop so many stops further, from wherever the line is.
  function stop(steps) {
    const beyond = data.stops.filter((i) => (steps > 0 ? i > at : i < at));
    return steps > 0 ? beyond[Math.min(steps, beyond.length) - 1] ?? at : beyond.at(Math.max(steps, -beyond.length)) ?? at;
  }

  function show(index, note, pounds = data.points[index].value) {
    at = index;
    const point = data.points[at], moved = pounds !== data.points[data.here].value, words = inWords(pounds);
    root.querySelector(".curve").classList.toggle("moved", moved);
    find(".at").textContent = (moved ? data.words.moved : data.words.here).replace("{}", words);
    find(".figures").replaceChildren(...data.measures.map((name, i) => figure(name, point.said[i])));
    line.style.left = `${x(placeOf(pounds))}px`;
    line.setAttribute("aria-valuenow", pounds);
    line.setAttribute("aria-valuetext", `${words}: ${point.said.map(([central]) => central).join(", ")}`);
    if (root.activeElement !== box) box.value = words;
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
    if (pounds !== data.points[data.here].value || data.idle) commit(pounds);
  }

  function typed() {
    const match = AMOUNT.exec(box.value.trim());
    const pounds = match && Math.round(Number(`${match[1].replace(/[,_ ]/g, "")}.${match[2] ?? 0}`)
      * MULTIPLES[(match[3] ?? "").toLowerCase()]);
    return match && pounds <= data.points.at(-1).value ? pounds : null;
  }

  line.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const ends = { Home: 0, End: data.points.length - 1, Escape: data.here };
    if (event.key === "Enter" || event.key === " ") keep(Number(line.getAttribute("aria-valuenow")));
    else if (event.key in ends) show(ends[event.key]);
    else if (event.key in STEPS) show(stop(STEPS[event.key]));
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
    if (event.key === "Escape") {
      show(data.here);
      box.value = inWords(data.points[data.here].value);
    }
    if (event.key !== "Enter") return;
    if (typed() === null) say(data.words.wrong, true);
    else keep(typed());
  });
  box.addEventListener("input", () => {
    const pounds = typed();
    if (pounds === null) return say(data.words.wrong, true);
    if (data.exact) return show(data.points.findIndex((point) => point.value >= pounds), undefined, pounds);
    const index = nearest([...data.points.keys()], placeOf(pounds)), value = data.points[index].value;
    show(index, value === pounds ? undefined : data.words.between.replace("{}", inWords(value)));
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
    const { colours } = data, floor = y(0);
    const points = data.points.map((point) => ({ ...point, x: x(placeOf(point.value)) }));
    const stepped = (end) => points.map((p, i) => (i ? `V${y(p.y[end])}H${p.x}` : `M${p.x},${y(p.y[end])}`)).join("");
    const back = points.map((p) => `H${p.x}V${y(p.y[0])}`).reverse().join("");
    for (const [value, words] of data.ticks) {
      add("line", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value), stroke: colours.grid });
      add("text", { x: PAD.left - 8, y: y(value) + 4, "text-anchor": "end" }, words);
    }
    add("path", { d: `${stepped(2)}${back}Z`, fill: colours.doubt, opacity: 0.75 });
    add("path", { d: stepped(1), fill: "none", stroke: colours.accent, "stroke-width": 2.5 });
    for (const [place, words] of data.places) {
      add("line", { x1: x(place), x2: x(place), y1: floor, y2: floor + 5, stroke: colours.quiet });
      add("text", { x: x(place), y: floor + 19, "text-anchor": place > span() * 0.97 ? "end" : "middle" }, words);
    }
    const here = points[data.here].x;
    for (const [place, words] of data.marks) {
      add("line", { x1: x(place), x2: x(place), y1: PAD.top, y2: floor, stroke: colours.quiet, "stroke-dasharray": "2 4" });
      const covered = here > x(place) && here - x(place) < 22; // by the line of the threshold now
      const side = covered || x(place) > width - 40 ? -5 : 13; // beside its line, read from below
      add("text", { transform: `translate(${x(place) + side},${PAD.top + 4}) rotate(-90)`, "text-anchor": "end", class: "name" }, words);
    }
    add("line", { x1: here, x2: here, y1: PAD.top, y2: floor, stroke: colours.line, "stroke-width": 1.5 });
    line.style.left = `${x(placeOf(Number(line.getAttribute("aria-valuenow"))))}px`;
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
    if (root.activeElement === box) box.value = inWords(data.points[data.here].value);
    show(data.here);
    draw();
    watcher.observe(plot);
  }
  return { receive, watcher };
}
