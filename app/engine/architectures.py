"""The model architectures that the pinned llama.cpp loads and that write text one token after another.

Source: `LLM_ARCH_NAMES` in src/llama-arch.cpp of the revision in llama-cpp-python 0.3.36, without
encoders, diffusion models, draft heads, speech and vision parts.
"""

from __future__ import annotations

_GENERATORS = """
llama llama4 deci falcon grok gpt2 gptj gptneox mpt baichuan starcoder refact bloom stablelm qwen
qwen2 qwen2moe qwen2vl qwen3 qwen3moe qwen3next qwen3vl qwen3vlmoe qwen35 qwen35moe qwen4exp phi2
phi3 phimoe plamo plamo2 plamo3 codeshell orion internlm2 minicpm minicpm3 gemma gemma2 gemma3
gemma3n gemma4 starcoder2 mamba mamba2 maple jamba falcon-h1 xverse command-r cohere2 cohere2moe
dbrx olmo olmo2 olmoe muse-glimmer openelm arctic deepseek deepseek2 deepseek32 deepseek4 chatglm
glm4 glm4moe glm-dsa bitnet jais jais2 nemotron nemotron_h nemotron_h_moe exaone exaone4 exaone-moe
rwkv6 rwkv6qwen2 rwkv7 arwkv7 granite granitemoe granitehybrid graniteswitch granite_swa chameleon
plm bailingmoe bailingmoe2 bailingmoe3 dots1 dots3note arcee afmoe laguna ernie4_5 ernie4_5-moe
hunyuan-moe hunyuan-dense hunyuan_vl hy_v3 hy_v4 smollm3 gpt-oss lfm2 lfm2moe smallthinker seed_oss
grovemoe apertus minimax-01 minimax-m2 minimax-m3 pangu-embedded mistral3 mistral4 mimo2 step35
spark2_5 maincoder kimi-linear kimi-k3 glm5-next talkie mellum nanbeige
"""
_OTHERS = """
clip bert modern-bert nomic-bert nomic-bert-moe neo-bert jina-bert-v2 jina-bert-v3 eurobert
gemma4-assistant gemma-embedding deepseek2-ocr t5 t5encoder wavtokenizer-dec dream llada llada-moe
hrm_text cogvlm rnd1 eagle3 dflash paddleocr llama-embed qwen3tts pockettts
"""

GENERATORS: frozenset[str] = frozenset(_GENERATORS.split())
"""Architectures that can hold a conversation."""

OTHERS: frozenset[str] = frozenset(_OTHERS.split())
"""Architectures that llama.cpp knows for other work: embedding, vision, speech, drafting."""
