"""What the department measures: the catalogue of indicators and the figures observed for them."""
