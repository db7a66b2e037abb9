"""CCHC: a department's administrative reform, carried out and proved from the work itself."""
