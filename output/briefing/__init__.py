"""A briefing of a few pages: what it says, and the same as HTML that prints well, as DOCX and as PDF."""
