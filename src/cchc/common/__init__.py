"""The ground floor: what every package stands on, and what knows nothing of any of them."""
