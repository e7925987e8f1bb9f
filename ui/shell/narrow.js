// On a narrow window the sidebar is shut and the paragraph under the headline is folded: each has a button that says so.
if (!window.backInHouseNarrow) {
  window.backInHouseNarrow = true
  // The sidebar takes a while to open, longer on a slow machine; whoever has moved on meanwhile is left where he is.
  const toLevers = (from, left) => {
    document.querySelector("[data-testid=stSidebar] button")?.focus()
    if ([from, document.body].includes(document.activeElement) && left) setTimeout(() => toLevers(from, left - 1), 100)
  }
  document.addEventListener("click", (pressed) => {
    if (pressed.target.closest?.(".way-to-policy")) {
      document.querySelector("[data-testid=stExpandSidebarButton]")?.click()
      setTimeout(() => toLevers(pressed.target, 60), 300)
    }
    // The open sidebar covers a phone: a page that is opened from it would not be seen.
    if (window.innerWidth < 768 && pressed.target.closest?.("[data-testid=stSidebar] [data-testid=stPageLink] a"))
      setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click(), 0)
    const fold = pressed.target.closest?.(".unfold")
    if (fold) document.documentElement.classList.toggle(`open-${fold.dataset.opens}`)
    told()
  })
  // What a button in the lower half of a phone opens has a strip of room: it opens below, and is filled only then.
  document.addEventListener("click", (pressed) => {
    const opens = pressed.target.closest?.("[data-testid=stMain] [data-testid=stPopoverButton]")
    if (!opens || window.innerWidth > 640 || opens.getAttribute("aria-expanded") === "true") return
    const above = opens.getBoundingClientRect().top - window.innerHeight / 4
    if (above > 100) document.querySelector("[data-testid=stMain]").scrollBy(0, above)
  }, true)
  // What is open stays open on the next page, whose buttons are drawn anew and have to say so.
  const told = () => {
    for (const fold of document.querySelectorAll("#root .unfold")) {
      const open = String(document.documentElement.classList.contains(`open-${fold.dataset.opens}`))
      if (fold.getAttribute("aria-expanded") !== open) fold.setAttribute("aria-expanded", open)
    }
  }
  new MutationObserver(told).observe(document.body, { childList: true, subtree: true })
}
