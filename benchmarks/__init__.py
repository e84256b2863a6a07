"""What mofgen costs, measured against its bars and against pywbem.

``python -m benchmarks`` runs it all; docs/benchmarks.md says what is measured.
"""
