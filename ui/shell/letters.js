// Streamlit takes the bare letters R and C as shortcuts, which whoever speaks to a computer presses without meaning to
// (WCAG 2.2, 2.1.4): outside of what takes letters they are let through to nobody.
if (!window.backInHouseLetters) {
  window.backInHouseLetters = true
  const taking = "input, textarea, select, [contenteditable], [role=listbox], [role=option], [role=menu], [role=combobox]"
  window.addEventListener("keydown", (pressed) => {
    const bare = !pressed.ctrlKey && !pressed.metaKey && !pressed.altKey
    if (bare && ["r", "c"].includes(pressed.key.toLowerCase()) && !pressed.target.closest?.(taking)) {
      pressed.stopImmediatePropagation()
    }
  }, true)
}
