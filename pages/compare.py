"""Any number of scenarios side by side: how far apart, why, and which contracts flip."""

from ui import answer, compare, frame, saved, sides, way

view = frame.page("compare")
answer.short(view)
chosen = sides.chosen(view)
measure = answer.measure_control()
compare.side_by_side(view, chosen, measure)
if len(chosen) > 1:
    way.pair(view, chosen, measure)
    compare.agreement(view, chosen)
saved.section()
