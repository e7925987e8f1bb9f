"""How the figures come about: rules, settings, presets, data and sources, all generated."""

from ui import frame, method

view = frame.page("method")
method.page(view)
