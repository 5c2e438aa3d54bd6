"""Syntaxes of values: pure functions from text to what is wrong with it, knowing no rules."""
