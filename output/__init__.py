"""What pages, command line and interface show alike, without Streamlit: charts, tables, citations, safe text."""
