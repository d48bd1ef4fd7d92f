"""Names and posts: the tagger's spans, titles in 《》, places with codes, one decision over all."""
