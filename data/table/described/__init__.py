"""What the description of a notice says where no field does: when a contract runs and what a year of it costs."""
