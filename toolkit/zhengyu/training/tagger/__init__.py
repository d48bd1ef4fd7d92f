"""The tagger's training: `pretrain`, then `finetune`, then `export`; needs the extra `train`."""
