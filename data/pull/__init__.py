"""Brings published notices from the public services, politely and resumably."""
