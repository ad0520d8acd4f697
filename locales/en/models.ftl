models-template-unknown = There is no prompt template called { $name }; choose one of { $choices }.
models-template-none = This model file carries no chat template of its own; name one with --template.
models-template-broken = The chat template in this model file does not work ({ $reason }); name another one with --template.
models-template-drops = The chat template in this model file leaves out a part of what was said; name another one with --template.
