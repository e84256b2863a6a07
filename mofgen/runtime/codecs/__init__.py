"""Instances as text: CIM-XML, MOF and JSON, all driven by the classes' wire tables.

The formats have a module each, so that using one loads no other; what users call is
reachable as ``mofgen.runtime.to_cimxml`` and so on.
"""
