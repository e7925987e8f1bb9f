"""Lists of contracts, one contract opened, one buyer or supplier opened."""
