// On a narrow window the sidebar is shut and the paragraph under the headline is folded: each has a button that says so.
if (!window.backInHouseNarrow) {
  window.backInHouseNarrow = true
  document.addEventListener("click", (pressed) => {
    if (pressed.target.closest?.(".way-to-policy")) {
      document.querySelector("[data-testid=stExpandSidebarButton]")?.click()
      setTimeout(() => document.querySelector("[data-testid=stSidebar] button")?.focus(), 300)
    }
    // The open sidebar covers a phone: a page that is opened from it would not be seen.
    if (window.innerWidth < 768 && pressed.target.closest?.("[data-testid=stSidebar] [data-testid=stPageLink] a"))
      setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click(), 0)
    const fold = pressed.target.closest?.(".unfold")
    if (fold) fold.setAttribute("aria-expanded", String(document.documentElement.classList.toggle(`open-${fold.dataset.opens}`)))
  })
}
