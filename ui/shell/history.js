// Opening the contracts behind a mark makes Streamlit write the new query under the old page first, then the page: two
// steps back for one step forth. Only the page of contracts carries a column, so the first of the two is left out.
if (!window.backInHouse) {
  window.backInHouse = true
  const push = window.history.pushState.bind(window.history)
  window.history.pushState = (state, title, address) => {
    const to = new URL(address, window.location.href)
    if (to.searchParams.has("column") && !to.pathname.endsWith("/contracts")) return
    if (to.href === window.location.href) return // told twice, which would be two steps back
    push(state, title, address)
  }
}
