"""What the dashboard's pages say, for the page itself and for the same page drawn beforehand, without a session."""
