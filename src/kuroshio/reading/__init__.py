"""From one document to its mentions, and from mentions to a verified sheet."""
