// What opens at the press of a key is at the end of the document, dozens of presses of Tab away: the focus goes there,
// and back to the button when Escape closes it (https://www.w3.org/WAI/ARIA/apg/patterns/dialog-modal/).
if (!window.backInHousePopovers) {
  window.backInHousePopovers = true
  let opener = null
  const enter = (left) => {
    const body = document.querySelector("[data-testid=stPopoverBody]")
    if (!body) return left && requestAnimationFrame(() => enter(left - 1))
    body.tabIndex = -1
    body.focus({ preventScroll: true })
  }
  document.addEventListener("keydown", (pressed) => {
    const button = pressed.target.closest?.("[data-testid=stPopoverButton]")
    if (button && ["Enter", " "].includes(pressed.key) && button.getAttribute("aria-expanded") !== "true") {
      opener = button
      enter(60)
    } else if (pressed.key === "Escape" && pressed.target.closest?.("[data-testid=stPopoverBody]")) {
      opener?.focus()
    }
  }, true)
}
