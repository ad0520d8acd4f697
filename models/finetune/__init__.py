"""Fine-tuning: LoRA and QLoRA from one TOML file, with loss on the assistant's tokens alone."""

import logging
import warnings

# What these libraries say to their own programmers at every start nobody here can mend.
logging.getLogger("bitsandbytes").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", category=FutureWarning, module="transformers")
