"""A small neural tagger of characters, run by ONNX Runtime; the rooms terms and entities use it."""
