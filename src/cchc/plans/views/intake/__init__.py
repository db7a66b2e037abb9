"""The pages where a plan document becomes a plan: upload, review, adoption."""
