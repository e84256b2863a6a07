"""One provider stub per class with methods, in the module of the class's name."""
