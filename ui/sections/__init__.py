"""What each page shows, a file a page or part of one."""
