// Tells the server whether the window is narrow, where that is not what the server takes it for.
export default function (component) {
  const width = window.matchMedia("(max-width: 640px)")
  const tell = () => {
    if (width.matches !== component.data.narrow) component.setStateValue("narrow", width.matches)
  }
  tell()
  width.addEventListener("change", tell)
  return () => width.removeEventListener("change", tell)
}
