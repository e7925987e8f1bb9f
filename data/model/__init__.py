"""What every reader produces: award notices, issues, dates, money, words, the table of services."""
