"""The shipped tagger: a fast network that learns from a slower one's labels, then from the gold."""
