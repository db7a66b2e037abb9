"""From what a reader took out of a document to what a person confirms: pure."""
