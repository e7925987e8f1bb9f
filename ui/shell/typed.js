// What is typed is taken before what is pressed next. Streamlit sends a box's text as the box is left, and a press at
// once overtakes it or cuts its run short; or the page moves under the finger as the new figures come, and the press
// is lost. So the box is left when the press is over, and the press waits until the server says that it has the text.
// A file waits besides until the page is at rest: what it would hold is what the page shows.
const PATIENCE = 60_000
const BOXES = ["stTextInput", "stNumberInput", "stTextArea", "stDateInput"].map((each) => `[data-testid=${each}]`).join()
const FILE = "[data-testid=stDownloadButton]"
let drawn = null // this component as it was drawn last
let asked = 0 // the server is asked to say when it has what was sent before the question
let typing = null // the box in which something stands that was not sent
let touched = false // something was pressed that may have sent a change
let held = null

export default function (component) {
  const anew = component.parentElement !== drawn?.parentElement
  drawn = component
  if (anew && !answered()) drawn.setStateValue("asked", asked) // the page that was asked is gone
}

const answered = () => !drawn || drawn.data.taken >= asked
const rests = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
const ask = () => {
  typing = null
  touched = false
  drawn?.setStateValue("asked", ++asked)
}

const control = ({ target }) => {
  const found = target.closest?.("a[href]:not([target=_blank]), button, label:has([type=radio], [type=checkbox])")
  const around = typing?.closest("[data-testid=stPopoverBody]") // a press outside shuts it, with the box
  return found && !typing?.contains(found) && (around?.contains(found) ?? true) ? found : null
}
const ready = (pressed) => answered() && (!pressed.closest(FILE) || rests())

/** What is pressed may be drawn anew meanwhile, and say another number. */
const named = (pressed) => {
  const key = [...(pressed.closest("[class*=st-key-]")?.classList ?? [])].find((each) => each.startsWith("st-key-"))
  return `${key} ${pressed.pathname ?? (pressed.closest(FILE) ? "file" : pressed.innerText)}`
}
const again = ({ element, name }) => {
  const kind = [...document.querySelectorAll(element.localName)].filter((each) => named(each) === name)
  return kind.includes(element) ? element : kind[0]
}

const hold = (element) => {
  const waits = held
  held = { element, name: named(element), until: performance.now() + PATIENCE }
  document.documentElement.classList.add("held")
  if (!waits) setTimeout(go, 50, false)
}
const go = (before) => {
  const late = performance.now() > held.until
  const now = answered() && (rests() || held.element.localName === "a")
  if (!late && !(now && before)) return setTimeout(go, 50, now) // twice, since what came is drawn a moment later
  const pressed = late ? null : again(held)
  held = null
  if (late) asked = drawn?.data.taken ?? 0
  document.documentElement.classList.remove("held")
  if (document.activeElement === document.body) pressed?.focus({ preventScroll: true })
  pressed?.click()
}

document.addEventListener("input", ({ target }) => (typing = target.closest?.(BOXES) ?? typing), true)
document.addEventListener("keydown", (pressed) => {
  touched = true
  const box = pressed.target.closest?.(BOXES)
  if (pressed.target.role === "spinbutton" && pressed.key !== "Tab") typing = box // a part of a date, which is no input
  else if (pressed.key === "Enter" && box && box === typing && (pressed.target.localName === "input" || pressed.ctrlKey || pressed.metaKey)) ask()
}, true)
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  if (typing?.contains(target) && !typing.contains(relatedTarget) && target.role !== "spinbutton") ask()
}, true)
document.addEventListener("pointerup", ({ target }) => {
  touched ||= !target.closest?.(`${FILE}, [data-testid=stPopoverButton]`)
}, true)
window.addEventListener("mousedown", (pressed) => {
  if (typing && pressed.button === 0 && control(pressed)) pressed.preventDefault() // the box is left by the click
}, true)
window.addEventListener("click", (pressed) => {
  const element = pressed.isTrusted && control(pressed)
  if (!element) return
  if (typing) document.activeElement.blur()
  if (typing || (touched && element.closest(FILE))) ask()
  if (ready(element)) return
  pressed.preventDefault()
  pressed.stopImmediatePropagation()
  hold(element)
}, true)
