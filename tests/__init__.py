"""The tests.

This is a package so that processes which tests start can import them: several libraries
install a package `tests` of their own, which would be found first.
"""
