"""Resolved schema to Python files."""
