"""What every face shows without Streamlit: chart specifications, safe text, files."""
