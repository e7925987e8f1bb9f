"""The version of the program, as receipts and links carry it; errata name the versions that they are about."""

VERSION = "0.2.0"
