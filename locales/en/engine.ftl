# What the engine that runs the model says.
engine-closed = The model has been shut down. Start the desk again.
engine-script-over = The script has no further reply. Add one to the list of replies.
