"""How each file in `models/` is made; every module is a command: `python -m zhengyu.training.…`."""
