"""What every page needs: the state in session and address, caches, the theme, and the server's side."""
