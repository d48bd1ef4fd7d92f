"""Trains `models/terms-open/`: `python -m zhengyu.training.terms_open --help`."""
