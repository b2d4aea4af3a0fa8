"""One module a version; the number is the order."""
