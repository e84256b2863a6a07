"""mofgen: typed Python from a CIM schema in MOF.

This package imports nothing by itself: users of generated bindings import
:mod:`mofgen.runtime` and must not pay for the generator.
"""

__version__ = "0.1.0"
