"""Topics of paragraphs and documents, by a linear model whose every decision can be read."""
