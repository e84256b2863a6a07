"""Syntax tree to resolved schema."""
