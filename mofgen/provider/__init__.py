"""The reference provider: a CIM object manager driven by any schema."""
