"""Words: jieba's, with the document's terms and names kept whole, and keywords over them."""
