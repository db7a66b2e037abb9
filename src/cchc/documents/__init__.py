"""Files and papers: what is kept, byte for byte, and how an official paper is laid out."""
