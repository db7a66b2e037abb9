"""The composition root: settings, addresses, menu, command line. Nothing imports it."""
