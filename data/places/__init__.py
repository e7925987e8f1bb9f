"""Where tables lie: files, object stores, web servers."""
