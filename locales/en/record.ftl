# The record: what it says when something cannot be done, and how to mend it.

record-full = The disk is full, so nothing was written to { $path }. Free some space; the desk then goes on by itself.
record-disk = The disk did not take what was written to { $path } ({ $reason }). Check the disk and its free space, then try again.
record-busy = Another program is using { $path }. Close it, or wait a moment, then try again.
record-in-use = Another desk has { $path } open. Close the other desk, then try again.
record-other-desks =
    { $count ->
        [one] { $count } other desk has this record open. Both can be used; what one writes, the other shows.
       *[other] { $count } other desks have this record open. All can be used; what one writes, the others show.
    }
record-read-only = { $path } cannot be written, so it can only be read. Give yourself write permission for the file and its folder, then start again.
record-unreachable = { $path } cannot be opened ({ $reason }). Check that its folder exists and that you may write there.
record-fault = The record { $path } could not do that ({ $reason }). Start again; if it stays so, restore a backup with: python run.py restore FILE
record-damaged = The record { $path } is damaged ({ $reason }). Start the desk again: it sets the file aside and names your last good backup.
record-damaged-aside = The record was damaged ({ $reason }). It now lies untouched at { $path }. Bring back your last good backup with: python run.py restore { $backup }
record-damaged-alone = The record was damaged ({ $reason }) and there is no good backup. It now lies untouched at { $path }; starting again begins an empty record.
record-newer = { $path } was written by a newer version of the desk. Update this desk, then try again.
record-copy-differs = The copy of { $path } was not whole, so nothing was replaced. Check the disk, then try again.

record-no-conversation = There is no conversation { $id }. List them with: python run.py conversations list
record-no-message = There is no message { $id }.
record-conversation-deleted = Conversation { $id } was deleted. Bring it back before you write to it.
record-message-finished = Message { $id } is finished and is not changed any more. Write a new message.
record-held = Conversation { $id } is under a legal hold. Lift the hold before you delete it.
record-purge-days = { $days } is not a number of days. Give 0 or more.
record-text-broken = The text holds half a character at position { $position }. Remove it, then send the text again.
record-text-long = The text is { $size } MB long, and 1 MB is the limit. Shorten it, or send it in parts.
record-label-long =
    { $limit ->
        [one] A title or patient label has at most { $limit } character. Shorten it.
       *[other] A title or patient label has at most { $limit } characters. Shorten it.
    }
record-reason-missing = Say why you go on: the reason is kept with the alarm.

record-locked = The record is locked. Give its passphrase or its recovery key.
record-passphrase-wrong = That is neither the passphrase nor the recovery key of this record. Check the keyboard layout, then try again.
record-passphrase-short =
    { $least ->
        [one] A passphrase needs at least { $least } character. Several words in a row are easy to remember.
       *[other] A passphrase needs at least { $least } characters. Several words in a row are easy to remember.
    }
record-encrypted-already = The record is encrypted already. You can change its passphrase in the settings.
record-not-encrypted = The record is not encrypted, so it has no passphrase. Switch encryption on first.
record-no-cipher = Encryption is not installed. Install it with: pip install sqlcipher3
record-no-keyring = This system has no keyring that the desk can use ({ $reason }). Type the passphrase at each start instead.
record-keys-broken = The key file { $path } is missing or unreadable. Copy it back from where you keep your backups, or restore an encrypted backup, which brings its own.

record-no-backup = There is no file { $path } to restore. Check the name and the folder.
record-not-a-backup = { $path } is not a backup of this desk, so nothing was replaced. Choose a file that the backup command made.
record-backup-broken = The backup { $path } is damaged, so nothing was replaced. Choose an older backup.
record-backup-exists = { $path } exists already, and a backup never replaces a file. Choose another name.
record-backup-nowhere = There is no folder { $path }. Make it, or choose another place.
record-backup-passphrase = This backup is encrypted. Give the passphrase or the recovery key that it was made with.
record-restore-itself = { $path } is the record itself. Choose a backup of it.

record-no-account = There is no account { $name }. List them with: python run.py users list
record-account-first = The first account has to be an administrator's, so that somebody can look after the others.
record-account-taken = There is an account { $name } already. Choose another name.
record-account-name = An account needs a name. Give one with letters or digits.
record-account-last = This is the last administrator who can sign in. Make another administrator first.
record-account-locked =
    { $minutes ->
        [one] Too many wrong passwords: this account is locked for { $minutes } more minute. An administrator can free it by setting a new password.
       *[other] Too many wrong passwords: this account is locked for { $minutes } more minutes. An administrator can free it by setting a new password.
    }
record-password-wrong = The name or the password is wrong. Check both, then try again.
record-password-short =
    { $least ->
        [one] A password needs at least { $least } character.
       *[other] A password needs at least { $least } characters.
    }
record-binding-accounts = The desk stays on this machine: it is not served at { $host } before there are accounts. Add one with: python run.py users add NAME
record-binding-tls = The desk stays on this machine: it is not served at { $host } without TLS. Give a certificate and its key.
