"""What every import from files is made of: tables out of files, what their cells say, what their headings mean."""
