"""Fine-tuning: LoRA and QLoRA of a bilingual model on chats and on turns of interviews."""
