"""How the figures come about: rules, settings, presets, data and sources, all generated."""

from ui import page
from ui.sections import method

view = page.open_page("method")
method.page(view)
