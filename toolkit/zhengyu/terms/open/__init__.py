"""Terms that no bank holds: candidates, rejecters, and a classifier that says how sure it is."""
