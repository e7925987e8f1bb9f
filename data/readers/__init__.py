"""From files to award notices: open contracting releases, exports, and a reader's own table."""
