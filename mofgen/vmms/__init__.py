"""Hyper-V's behaviour on the reference provider: one module a subject."""
