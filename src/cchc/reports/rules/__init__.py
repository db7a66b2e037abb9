"""The rules of reports: outline, text with figures in it, values and their comparison, the printed paper. Pure."""
