// A screen reader tells of nothing that is drawn anew elsewhere: the headline is announced once it has changed, from a
// place that was there before (https://www.w3.org/WAI/WCAG22/Techniques/aria/ARIA22). The page that is open is said too.
if (!window.backInHouseLive) {
  window.backInHouseLive = true
  const live = document.createElement("div")
  live.className = "live"
  live.setAttribute("role", "status")
  document.body.append(live)
  let told = null
  let waiting = 0
  // Its words alone: how they stand in lines changes while the styles of a first page are on their way.
  const read = () => document.querySelector("h1")?.textContent.trim().replace(/\s+/g, " ") || null
  const soon = () => {
    told ??= read() // at once, so that a change made while the first page still settles is told too
    clearTimeout(waiting)
    waiting = setTimeout(tell, 400)
  }
  const tell = () => {
    const said = read()
    if (!said || document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning") return soon()
    if (said !== told) live.textContent = said
    told = said
    document.querySelector(".st-key-menu strong")?.setAttribute("aria-current", "page")
  }
  new MutationObserver(soon).observe(document.getElementById("root"), { childList: true, characterData: true, subtree: true })
  soon()
}
