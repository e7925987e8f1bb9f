// What a tap opens may lie off a phone's screen: a contract below the list it was ticked in, and what is looked at in the
// line at the top while a chart that was tapped shrinks away. The page goes there, once what was asked for is drawn; so it
// does for whoever asks for the scenarios that are saved, which stand at the foot of their page.
if (!window.backInHouseArrive) {
  window.backInHouseArrive = true
  const shown = (address) => {
    const { pathname, searchParams } = new URL(address, window.location.href)
    const scope = [...searchParams].filter(([key]) => key.startsWith("in.")).sort().join("&")
    return { pathname, scope, contract: searchParams.get("contract") ?? "" }
  }
  const drawn = (then, left) => {
    const rests = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
    if (!(rests && then()) && left) setTimeout(() => drawn(then, left - 1), 100)
  }
  const contract = (id) => {
    const place = [...document.querySelectorAll("[class*=st-key-opened]")].find((each) => each.querySelector("h2"))
    if (shown(window.location.href).contract === id) place?.scrollIntoView()
    return place
  }
  const top = () => {
    document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 })
    return true
  }
  const saved = () => {
    const place = document.querySelector(".st-key-saved-section")
    place?.scrollIntoView()
    return place
  }
  const asked = (event) => {
    if (event.target.closest?.(".st-key-to-saved a")) setTimeout(() => drawn(saved, 100), 300)
  }
  document.addEventListener("click", asked, true)
  const push = window.history.pushState.bind(window.history)
  window.history.pushState = (state, title, address) => {
    const [before, after] = [shown(window.location.href), shown(address ?? window.location.href)]
    push(state, title, address)
    if (before.pathname !== after.pathname) return
    if (after.contract && before.contract !== after.contract) setTimeout(() => drawn(() => contract(after.contract), 100), 300)
    else if (before.scope !== after.scope) setTimeout(() => drawn(top, 100), 300)
  }
}
