"""Drawing: frame, controls, charts and tables; nothing here decides anything."""
