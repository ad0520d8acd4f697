# What the engine that runs the model says.
engine-closed = The model has been shut down. Start the desk again.
engine-failed = The model stopped because of a fault in the desk. Start the desk again; the record is safe.
engine-script-over = The script has no further reply. Add one to the list of replies.

engine-library-missing = { $package } is not installed. Start the desk with `python run.py`, which installs version { $version }.
engine-library-version = This desk needs { $package } { $version }, but { $found } is installed. Run `pip install { $package }=={ $version }`, or delete the .venv folder and start the desk again.

engine-load = llama.cpp cannot load { $file } ({ $reason }). Get the file again or choose another model.
engine-memory = There is not enough memory to load { $file }. Close other programs, or choose a smaller model or a shorter context.
engine-device-unknown = There is no device called { $device }. Choose one of: { $choices }.
engine-adapter-missing = There is no adapter { $file }. Check its path.
engine-adapter-broken = The adapter { $file } cannot be loaded onto this model ({ $reason }). Choose the adapter that was made for it.
engine-adapter-other = The adapters do not fit { $file }. Choose the ones that were made for it.

engine-prompt-too-long = The text takes { $tokens } tokens and the model reads { $context }. Shorten it, or choose a longer context.
engine-prompt-empty = There is no text for the model to go on from. Write something first.
engine-context-full = The model's memory of { $context } tokens is full. Wait for another reply to end, or choose a longer context.
engine-busy = All { $count } places of the model are taken. Wait for another reply to end.
engine-decode = llama.cpp failed with code { $code }. Ask again; if it happens again, start the desk again.
engine-grammar = The grammar for this reply has a fault ({ $reason }). Correct the grammar.
engine-schema = The JSON schema for this reply cannot be used ({ $reason }). Correct the schema.
engine-score-empty = A continuation adds nothing to its prompt. Give it some text.
