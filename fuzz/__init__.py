"""Fuzz targets, one for each parser of the runtime: ``python -m fuzz wmi_paths``.

A target is a module here with ``SEEDS``, texts to start from, and ``check``, which
takes one text and raises where the parser does what it must not do.
"""
