# What the page says.
ui-app = BiMediX Desk
ui-header = Bar at the top
ui-conversations = Conversations
ui-talk = Conversation
ui-panel = History, note and export
ui-dialog-close = Close
ui-copied = Copied
ui-skip-to-draft = Go to the message field
ui-banner = State of the desk
ui-away = The desk does not answer. Start it again with python run.py; this page goes on by itself.
ui-opening = The desk is opening. You can write already; what you write stays.
ui-read-only = This record can only be read: nothing new is kept. Give yourself write permission for its file, then start the desk again.
ui-other-desks = { $count ->
    [one] { $count } other desk has this record open; what one writes, the other shows.
   *[other] { $count } other desks have this record open; what one writes, the others show.
}
ui-no-model = Questions come from the protocol until a model runs.
ui-model-fits = { $name } would fit.
ui-model-use-fitting = Use { $name }
ui-choose-model = Choose a model

## The bar at the top
ui-mode = Mode
ui-mode-interview = Interview
ui-mode-ask = Ask
ui-swap = العربية
ui-settings = Settings
ui-lock = Lock
ui-model-loading = Loading the model: { $percent } %
ui-model-failed = No model is running. Choose one in the settings.
ui-model-speed = { $speed } tokens/s
ui-model-queue = { $count ->
    [one] { $count } waiting
   *[other] { $count } waiting
}
ui-model-place = your place in the queue: { $place } of { $count }
ui-placed-cpu = on the processor
ui-placed-gpu = on the graphics card
ui-placed-experts = graphics card, experts of { $there } of { $all } layers on the processor
ui-placed-layers = { $there } of { $all } layers on the graphics card
ui-placed-server = on the server { $host }
ui-model-not-medical = not a medical model

## The conversations at the side
ui-new = New conversation
ui-search = Search conversations
ui-search-results = Search results
ui-found = { $count ->
    [one] { $count } conversation found
   *[other] { $count } conversations found
}
ui-nothing-found = Nothing found. Try fewer or other words.
ui-none-yet = No conversations yet. The first one appears here.
ui-untitled = New conversation
ui-group-pinned = Pinned
ui-group-today = Today
ui-group-week = This week
ui-group-older = Older
ui-group-archived = Archived ({ $count })
ui-lock-needs = There is nothing to lock this desk with yet. Encrypt the record or add accounts in the settings.
ui-severity-emergency = Emergency
ui-severity-urgent = Urgent
ui-pin = Pin
ui-unpin = Unpin
ui-rename = Rename and label
ui-archive = Archive
ui-unarchive = Take out of the archive
ui-delete = Delete

## The conversation
ui-welcome-title = Begin with the patient's own words
ui-welcome-text = Write in Arabic or English. The desk answers in the language of each message, asks the next question of the history, and raises an alarm where one is due.
ui-welcome-example = I have had chest pain since this morning
ui-disclaimer = BiMediX Desk supports a clinician's own judgement; it does not replace it. What a model writes can be wrong. It is not a medical device and not for use without a clinician.
ui-desk-says = The desk:
ui-you-wrote = You:
ui-writing = Writing…
ui-language-en = English
ui-language-ar = Arabic
ui-generated = generated
ui-generated-long = A language model wrote this. Check it before you rely on it.
ui-status-stopped = stopped
ui-status-interrupted = interrupted
ui-status-failed = failed
ui-copy = Copy
ui-edit = Edit and send again
ui-again = Ask again
ui-draft = Message
ui-draft-hint = The patient's words, Arabic or English…
ui-send = Send
ui-stop = Stop
ui-finish = End and summarise
ui-quick = Quick replies
ui-skip = Skip

## Alarms
ui-alarm-emergency = Emergency: { $title }
ui-alarm-urgent = Urgent: { $title }
ui-alarm-sources = Sources: { $sources }
ui-acknowledge = Acknowledge with a reason
ui-acknowledged = Acknowledged: { $title }
ui-alarms-more = { $count ->
    [one] { $count } more alarm
   *[other] { $count } more alarms
}
ui-alarms-seen = { $count ->
    [one] { $count } alarm acknowledged
   *[other] { $count } alarms acknowledged
}
ui-why = Why

## The history
ui-tab-history = History
ui-tab-note = Note
ui-tab-export = Export
ui-history-empty = The history grows here as the conversation goes on.
ui-protocol = Protocol: { $name }
ui-protocol-unreviewed = not yet reviewed by a clinician
ui-coverage = { $settled } of { $total } settled
ui-section-count = { $settled } of { $total }
ui-section-next = Ask the next question of this section: { $section }
ui-comma = { ", " }
ui-finding-denied = denied
ui-finding-unknown = not known
ui-finding-todo = not asked yet
ui-finding-skipped = skipped
ui-finding-replaced = replaced by a later answer
ui-source = Said in message { $number }
ui-ask = Ask
ui-ask-now = Ask about this now: { $slot }

## Quick replies, in the language of the question
ui-reply-yes = Yes
ui-reply-no = No
ui-reply-unsure = I don't know
ui-reply-today = Today
ui-reply-yesterday = Since yesterday
ui-reply-week = A week ago
ui-reply-month = A month ago
ui-reply-sudden = Suddenly
ui-reply-gradual = Gradually
ui-reply-hour = About an hour
ui-reply-day = A day
ui-reply-days = A few days
ui-reply-female = Female
ui-reply-male = Male
ui-reply-sharp = Sharp
ui-reply-dull = Dull
ui-reply-burning = Burning
ui-reply-pressing = Pressing
ui-reply-throbbing = Throbbing
ui-reply-constant = All the time
ui-reply-comes-goes = It comes and goes
ui-reply-night = Mostly at night
ui-reply-nothing = Nothing in particular
ui-reply-movement = Moving
ui-reply-effort = Effort
ui-reply-food = Food
ui-reply-rest = Rest
ui-reply-medicine = Medicine
ui-reply-nothing-else = Nothing else
ui-reply-none = None
ui-reply-none-known = No known allergies
ui-reply-no-concern = No particular worry

## Dialogs
ui-cancel = Cancel
ui-save = Save
ui-your-name = Your name
ui-signed-in-as = Signed in as { $name }
ui-acknowledge-title = Acknowledge the alarm
ui-acknowledge-hint = The alarm stays on record with your reason.
ui-acknowledge-do = Acknowledge
ui-reason = Why you go on
ui-title = Title
ui-patient = Patient label
ui-delete-title = Delete this conversation?
ui-delete-hint = It leaves the list at once. For 30 days it can be brought back.
ui-deleted = The conversation was deleted.
ui-undo = Bring it back
ui-disclaimer-title = Before you begin
ui-disclaimer-model = The embedded model is a small general one to try the desk with; it is not a medical model. What a model wrote is marked as generated.
ui-understood = I have understood
ui-shortcuts = Keyboard shortcuts
ui-key-send = Send the message
ui-key-line = New line
ui-key-stop = Stop the answer, or close what is open
ui-key-new = New conversation
ui-key-search = Search conversations
ui-key-message = Go to the message field
ui-key-language = Switch the language
ui-key-history = Go to the history
ui-key-settings = Settings
ui-key-keys = These shortcuts

## The gate
ui-gate-locked = The desk is locked. Enter the passphrase, or the recovery key.
ui-gate-sign-in = Sign in to use the desk.
ui-secret = Passphrase
ui-password = Password
ui-account-name = Name
ui-unlock = Unlock
ui-sign-in = Sign in

## The note
ui-note-empty = The note is drafted here from what was said.
ui-note-language = Language of the note
ui-note-own = Conversation
ui-note-both = Both
ui-note-draft = Draft, made from the conversation. Check it before you use it.
ui-note-edit = Edit the note
ui-note-save = Save as a new version
ui-note-saved = The note was saved.
ui-note-signed = The note was signed.
ui-note-nothing = The note is empty. Write something, or cancel.
ui-sign = Sign
ui-sign-title = Sign the note
ui-sign-hint = Your signature goes on the note as it was last saved, or on the draft where nothing was saved. A signed version cannot be changed; a later edit is a new version.
ui-versions = Saved versions
ui-version-draft = Version { $version } · { $when }
ui-version-signed = Version { $version } · signed by { $name } · { $when }

## Export
ui-export-empty = Open a conversation to export it.
ui-export-language = Language
ui-export-own = As the conversation
ui-export-both = Both, side by side
ui-export-deidentify = Without names, dates and places
ui-export-hint = Files are made on this machine and handed to your browser. Nothing is sent anywhere.
ui-format-pdf = PDF
ui-format-pdf-for = to print and hand over
ui-format-docx = Word
ui-format-docx-for = to go on writing
ui-format-markdown = Markdown
ui-format-markdown-for = plain text with headings
ui-format-text = Text
ui-format-text-for = to paste into another system
ui-format-json = JSON
ui-format-json-for = everything, to read in again
ui-format-csv = CSV
ui-format-csv-for = the findings as a table
ui-format-fhir = FHIR
ui-format-fhir-for = for a clinical system

## Settings
ui-settings-models = Models
ui-settings-display = Language and display
ui-settings-privacy = Privacy
ui-settings-accounts = Accounts
ui-settings-about = About this desk
ui-saved = Saved.
ui-administrators-only = Only an administrator of this desk may do this. Ask one, or sign in as one.
ui-set-spoken = Language of new pages
ui-set-theme = Colours
ui-set-text-size = Text size
ui-set-digits = Digits in the Arabic page
ui-set-hijri = Hijri date beside the Gregorian in Arabic
ui-spoken-en = English
ui-spoken-ar = العربية
ui-theme-system = As the system
ui-theme-light = Light
ui-theme-dark = Dark
ui-text-size-normal = Normal
ui-text-size-large = Large
ui-text-size-largest = Largest
ui-digits-western = 0123456789
ui-digits-arabic = ٠١٢٣٤٥٦٧٨٩
ui-set-lock = Lock the desk when nobody has used it for
ui-minutes = { $minutes ->
    [0] never
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
ui-about-licence = BiMediX Desk is free software under the Apache License 2.0. The fonts are IBM Plex (SIL Open Font License). Each model has its own licence, named where it is chosen.

## Models
ui-model-used = in use
ui-model-here = on this machine
ui-model-away-package = comes with the desk
ui-model-away-hub = not downloaded
ui-model-away-workshop = to be made with the workshop
ui-model-away-imported = its file is gone
ui-model-use = Use
ui-model-get = Download
ui-model-getting = Download
ui-model-share = { $percent } % done
ui-model-stop = Stop the download
ui-model-stopped = The download of { $name } stops. What has come is kept; the next one goes on from there.
ui-model-accept = I accept the licence and what it means
ui-model-plan = How it would fit
ui-model-remove = Remove its files
ui-model-removed = { $name } was removed; { $size } are free again.
ui-model-loading-now = { $name } is being loaded.
ui-model-import = A file of your own
ui-model-import-hint = A GGUF file on this machine. Give it the name of a model above where it is that model.
ui-model-path = Path of the file
ui-model-name = Name (may stay empty)
ui-model-import-do = Take it in

## Privacy
ui-encryption = Encryption
ui-encryption-off = The record is not encrypted: whoever can read this disk can read it.
ui-encryption-on = The record is encrypted. Its passphrase, or the recovery key, opens it.
ui-encrypt = Encrypt the record
ui-decrypt = Switch encryption off
ui-new-passphrase = New passphrase
ui-old-passphrase = Passphrase or recovery key until now
ui-once-more = Once more
ui-change-passphrase = Change the passphrase
ui-new-recovery = Make a new recovery key
ui-recovery = Recovery key
ui-recovery-hint = Write this key down and keep it in a safe place. It opens the record when the passphrase is lost, and it is shown only this once.
ui-secrets-differ = The two were not the same. Type them again.
ui-keeping = Keeping
ui-set-keep = Keep conversations for
ui-days = { $days ->
    [0] as long as nobody deletes them
    [one] { $days } day
   *[other] { $days } days
}
ui-purge = Remove what is older
ui-purge-hint = { $count ->
    [0] Nothing is older than { $days } days.
    [one] One conversation was not changed for { $days } days. It would be removed for good.
   *[other] { $count } conversations were not changed for { $days } days. They would be removed for good.
}
ui-purge-do = Remove for good
ui-purged = { $count ->
    [0] Nothing was removed.
    [one] One conversation was removed.
   *[other] { $count } conversations were removed.
}
ui-backups = Backups
ui-backups-hint = A backup is made each day in the folder of the desk. An encrypted record has encrypted backups.
ui-backup-now = Back up now
ui-backed-up = The record was backed up.
ui-backup-gone = This backup is no longer there. Choose another one.
ui-restore = Restore
ui-restore-hint = This backup takes the place of the present record, which stays beside it under another name.
ui-restore-do = Put it in place
ui-restored = The backup is in place.

## Accounts
ui-accounts-none = Without accounts, whoever opens this desk sees everything. The first account is an administrator's and takes over what was written so far.
ui-role = Role
ui-role-clinician = Clinician
ui-role-administrator = Administrator
ui-account-add = Add an account
ui-account-added = { $name } may sign in.
ui-account-disable = Keep from signing in
ui-account-enable = Let in again

## Serving
ui-tls-pair = TLS needs both a certificate and its key. Give --tls-certificate and --tls-key together.
ui-tls-files = The certificate or its key cannot be used: { $reason }. Give two PEM files that belong together, the key without a passphrase.
