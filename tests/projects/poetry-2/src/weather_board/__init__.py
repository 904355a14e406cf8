"""Temperatures of a few towns."""
