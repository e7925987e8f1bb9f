"""Levers, saved scenarios, and choices that belong to a page."""
