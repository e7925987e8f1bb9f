// Copies a picture or a table to the clipboard. A browser allows it for a few seconds after a press, so the promise of
// the content is handed over at once; the server makes the content and the next run of the page brings it.
const TYPES = { picture: "image/png", table: "text/plain" };
const PATIENCE = 30_000;

export default function (component) {
  const root = component.parentElement;
  const copy = (root.copy ??= build(root));
  copy.receive(component.data, (kind) => component.setTriggerValue("want", kind));
}

function build(root) {
  const status = root.querySelector("p"), buttons = [...root.querySelectorAll("button")];
  const say = (text) => { status.textContent = text; };
  let ask, waiting;
  if (!(window.isSecureContext && navigator.clipboard?.write && window.ClipboardItem)) {
    buttons.forEach((button) => { button.hidden = true; });
    say(window.isSecureContext
      ? "This browser copies no pictures; take the files."
      : "Copying needs an address with https; take the files, or the table below.");
  }
  for (const button of buttons) button.addEventListener("click", () => press(button.dataset.kind));

  function press(kind) {
    const content = new Promise((resolve, reject) => {
      waiting = { kind, resolve };
      setTimeout(() => reject(new Error("it took too long")), PATIENCE);
    });
    say("Copying …");
    navigator.clipboard.write([new ClipboardItem({ [TYPES[kind]]: content })])
      .then(() => say(`The ${kind} is copied.`), () => say(`The browser did not copy the ${kind}; take the file.`));
    ask(kind);
  }

  function receive(data, want) {
    ask = want;
    if (!waiting || data.kind !== waiting.kind) return;
    const bytes = Uint8Array.from(atob(data.content), (sign) => sign.charCodeAt(0));
    waiting.resolve(new Blob([bytes], { type: TYPES[data.kind] }));
    waiting = undefined;
  }
  return { receive };
}
