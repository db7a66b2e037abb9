"""The sealed evidence pack of a sent report: definitions, queries, rows, files, digests, and a script that recounts."""
