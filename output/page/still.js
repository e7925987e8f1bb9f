// The drawn page stands until the page itself is there, then it goes: never both at once, for eye or screen reader.
// Where many come at once the page itself is not on its way until the reader asks for it.
if (document.getElementById("drawn")) {
  const still = document.getElementById("drawn")
  const root = document.getElementById("root")
  const html = document.documentElement
  const PATIENCE = 6000
  let wish = ""
  let rested = 0
  root.inert = true
  const load = () => {
    const parts = document.getElementById("application")
    if (!parts) return
    document.head.append(document.importNode(parts.content, true))
    parts.remove()
    still.classList.add("asked")
  }
  still.addEventListener("click", (pressed) => {
    const fold = pressed.target.closest(".unfold")
    if (fold) {
      fold.setAttribute("aria-expanded", String(html.classList.toggle(`open-${fold.dataset.opens}`)))
      pressed.stopPropagation()
    }
    const asks = pressed.target.closest("[data-asks]")
    if (!asks) return
    wish = asks.dataset.asks
    still.querySelector(".coming").textContent = "The page is loading its levers …"
    load()
    look()
  })
  const app = () => root.querySelector("[data-testid=stApp]")
  const isHere = (element) => {
    const box = element.getBoundingClientRect()
    return box.bottom > 0 && box.top < innerHeight
  }
  // A chart in sight is drawn before its picture goes; one that is not can wait.
  const isPainted = () =>
    ![...still.querySelectorAll("figure")].some(isHere) ||
    (!root.querySelector("[data-testid=stSkeleton]") &&
      [...root.querySelectorAll(".stPlotlyChart")].slice(0, 2).every((plot) => plot.querySelector(".main-svg")))
  const look = () => {
    if (!still.isConnected) return
    const full = Boolean(root.querySelector(".st-key-full"))
    html.classList.toggle("no-place", full)
    if (full) root.inert = false
    if (full || !root.querySelector("h1") || app()?.dataset.testScriptState !== "notRunning") return
    rested ||= performance.now()
    if (!wish && !isPainted() && performance.now() - rested < PATIENCE) return setTimeout(look, 50)
    leave()
  }
  const leave = () => {
    watch.disconnect()
    const main = root.querySelector("[data-testid=stMain]")
    const held = still.contains(document.activeElement)
    root.inert = false
    if (main) main.scrollTop = still.scrollTop
    still.remove()
    if (wish === "policy") {
      root.querySelector("[data-testid=stExpandSidebarButton]")?.click()
      setTimeout(() => toFirstLever(performance.now() + PATIENCE), 300)
    } else if (wish === "scope") {
      root.querySelector(".st-key-scope-panel button")?.click()
    } else if (held && main) {
      main.tabIndex = -1
      main.focus({ preventScroll: true })
    }
  }
  // The sidebar takes a while to open, longer on a slow machine; whoever has moved on meanwhile is left where he is.
  const toFirstLever = (last) => {
    root.querySelector("[data-testid=stSidebarUserContent] :is(button, input)")?.focus()
    if (document.activeElement === document.body && performance.now() < last) setTimeout(() => toFirstLever(last), 100)
  }
  const watch = new MutationObserver(look)
  watch.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] })
}
