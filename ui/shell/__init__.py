"""What every page stands on: address and session, caches, the frame of a page, the server."""
