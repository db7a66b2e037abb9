"""What we tell: the periodic report with frozen figures, and the boards that say where we stand."""
