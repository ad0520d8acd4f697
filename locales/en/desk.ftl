error-unknown = Something went wrong. Start the desk again; nothing on record is lost.
error-bad-input = This cannot be used. See `python run.py --help`.
error-not-found = Nothing is there under this name. See the list for what there is.
error-model = This model cannot be used. See `python run.py models list` for those that can.
error-engine = The model could not answer. Try again, or choose another model.
error-record = The record cannot be used. Run `python run.py doctor` to see why.
error-access = This is not open to you. Log in with the account it belongs to.
error-content = The clinical content does not load: { $file }: { $fault }. Mend that file and start again.
error-home = Cannot write in { $path } ({ $reason }). Choose another directory with --home.
error-empty-message = The message is empty. Write what the patient says.
error-turn-running = An answer is still being written here. Wait for it, or stop it first.
error-turn-broke = The answer broke off. What was said is on record; send the message again.
error-engine-not-ready = The model is not ready yet. Wait for it to load, or choose another one.
error-file-missing = No file { $path }. Check the path.
error-system = Cannot use { $path } ({ $reason }). Check the path, your permissions and the room on the disk.
error-file-unreadable = Cannot read { $path } ({ $reason }). Check that it is a file you may read.
error-port = No free port from { $port } on at { $host }. Name another one with --port.
error-address = Cannot listen at { $host } ({ $reason }). Name an address of this machine with --host.
error-port-range = { $port } is not a port. Choose a number from 1 to 65535.
error-not-utf8 = Line { $line } is not UTF-8. Save the text as UTF-8 and send it again.
error-test-tools = The tests need what tests/requirements.txt names. Start them with `python run.py test`.
severity-emergency = Emergency
severity-urgent = Urgent
speaker-user = Said
speaker-assistant = Desk
conversations-none = No conversations yet. Begin one with `python run.py` or `python run.py chat`.
conversations-not-found = Nothing found. Try fewer or other words.
conversations-renamed = Renamed.
conversations-deleted = Put away for 30 days. Undo with `python run.py conversations restore { $id }`.
conversations-restored = Back in the list.
conversations-purged = { $count ->
    [0] Nothing was old enough.
    [one] One conversation removed for good.
   *[other] { $count } conversations removed for good.
}
conversations-would-purge = { $count ->
    [0] Nothing is old enough.
    [one] One conversation would be removed for good. Leave out --dry-run to do it.
   *[other] { $count } conversations would be removed for good. Leave out --dry-run to do it.
}
models-here = ready
models-away-hub = not downloaded
models-away-workshop = to be made with the workshop
models-away-imported = its file is gone
models-arrived = { $name } is here. Use it with `python run.py --model { $name }`.
models-removed = { $name } removed, { $size } freed.
error-no-terminal = A secret has to be typed and there is no terminal. Start this in a terminal, or set { $variable }.
error-secrets-differ = The two were not the same. Start again.
ask-passphrase = Passphrase of the record:
ask-new-passphrase = New passphrase for the record:
ask-password = Password:
ask-again = Once more:
care-backed-up = Backed up to { $path } ({ $size }).
care-restored = { $conversations ->
    [one] Restored: one conversation
   *[other] Restored: { $conversations } conversations
}, { $messages ->
    [one] one message.
   *[other] { $messages } messages.
}
care-kept-aside = The record of before is kept at { $path }.
care-audit-whole = { $count ->
    [one] The log is whole: one entry.
   *[other] The log is whole: { $count } entries.
}
care-audit-broken = The log does not hold from entry { $number } on: somebody changed the record's file. Compare it with a backup.
care-audit-exported = { $count ->
    [one] One entry written to { $path }.
   *[other] { $count } entries written to { $path }.
}
doctor-missing = is missing: start with `python run.py`, which installs it
doctor-device = { $name }: { $about }, { $free } free
doctor-gpu = The engine can use the graphics card.
doctor-no-gpu = The engine runs on the processor. For an NVIDIA card, install its driver and the CUDA toolkit, delete .venv and start again.
doctor-content-ok = Clinical content loads.
doctor-never = never
doctor-record-locked = Record { $path }: encrypted and locked. Set BIMEDIX_PASSPHRASE to look inside.
doctor-record = { $conversations ->
    [0] Record { $path }: whole, empty
    [one] Record { $path }: whole, one conversation
   *[other] Record { $path }: whole, { $conversations } conversations
}, { $size }, { $free } free on the disk, last backup: { $backup }.
role-clinician = clinician
role-administrator = administrator
users-disabled = closed
users-none = No accounts: one person uses this desk and sees everything. Add one with `python run.py users add NAME --role administrator`.
users-added = { $name } can sign in.
users-password = { $name } has a new password.
users-removed = { $name } can no longer sign in. The conversations stay on record.
encryption-on = The record is encrypted. This recovery key opens it if the passphrase is lost; it is shown only now, so write it down: { $key }
encryption-left = Not encrypted, since it could not be read: { $path }
encryption-off = The record is no longer encrypted.
encryption-changed = The passphrase is changed.
encryption-is-on = The record is encrypted at rest.
encryption-is-off = The record is not encrypted. Switch it on with `python run.py encryption on`.
error-context = The context is too small. Give at least { $least } tokens.
error-tensor-split = { $given } are not shares. Give one number a card, such as 3,1.
bench-record = The record, in a file made for this. Times in milliseconds unless they say otherwise.
bench-export = The exports, of a conversation made for this. Times in seconds.
conversations-imported = Taken in as conversation { $id }.
export-done = Written to { $path }.
export-replaced = { $count ->
    [0] Nothing was found to replace. This is an aid, not a guarantee: read the file before you pass it on.
    [one] One place was replaced. This is an aid, not a guarantee: read the file before you pass it on.
   *[other] { $count } places were replaced. This is an aid, not a guarantee: read the file before you pass it on.
}
conversations-held = On hold: it can be neither deleted nor purged until it is released.
conversations-released = No longer on hold.
