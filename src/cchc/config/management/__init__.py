"""The operator's commands, as Django finds them."""
