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

engine-bench-head = { $model }, llama-cpp-python { $version }, { $processor }, { $cores ->
    [one] one core
   *[other] { $cores } cores
}, { $threads ->
    [one] one thread
   *[other] { $threads } threads
}, context { $context }. Medians, least and greatest in brackets.
engine-bench-what = measured
engine-bench-ours = this desk
engine-bench-other = compared with
engine-bench-ratio = ratio
engine-bench-limit = limit
engine-bench-met = met
engine-bench-yes = yes
engine-bench-no = no
engine-bench-at-least = at least { $limit }
engine-bench-at-most = at most { $limit }
engine-bench-single = one reply alone, beside the class
engine-bench-together = four replies at once, beside the class
engine-bench-reading = first token of a new long prompt, beside the class
engine-bench-follow-up = first token of the next turn, beside a prompt read anew
engine-bench-late-turn = first token of turn 20, beside turn 3
engine-bench-other-spoke = first token after another conversation spoke, beside a prompt read anew
engine-bench-stop-writing = Stop while writing, until another reply has begun
engine-bench-stop-reading = Stop while reading, until another reply has begun
engine-bench-memory = most memory used, beside the class
engine-bench-foot = One token reads { $active } MB of weights; the memory gives { $bandwidth } GB/s; one reply alone uses { $share }% of that.
engine-bench-busy = Other programs took up to { $share }% of the processor meanwhile, so these figures say little. Measure again on a quiet machine.
