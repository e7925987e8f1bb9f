"""A printed figure checked by its receipt, and the errors that were found."""

from ui import page
from ui.sections import receipt

view = page.open_page("receipt")
receipt.check(view)
