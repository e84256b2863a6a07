"""Rules of DSP0004 that a schema can break although every part of it is right."""
