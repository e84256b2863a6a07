"""One module per class."""
