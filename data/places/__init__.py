"""Where tables lie: files that appear whole, object stores, web servers."""
