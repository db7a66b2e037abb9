"""Pages about personal data: what is kept and why, who read sensitive records."""
