"""MOF text to syntax tree."""
