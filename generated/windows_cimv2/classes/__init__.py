"""One module per class of the schema; import them from the package above."""
