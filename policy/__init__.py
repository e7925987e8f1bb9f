"""The policy as code: what would come back in house, under which settings, and how sure."""
