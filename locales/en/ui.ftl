# What the page says.
ui-app = BiMediX Desk
ui-header = Bar at the top
ui-conversations = Conversations
ui-talk = Conversation
ui-panel = History, note and export
ui-dialog-close = Close
ui-copied = Copied
ui-skip-to-draft = Go to the message field

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
ui-draft-hint = Write what the patient says, in Arabic or English…
ui-send = Send
ui-stop = Stop
ui-finish = End and summarise
ui-quick = Quick replies
ui-skip = Skip

## Alarms
ui-alarm-emergency = Emergency: { $title }
ui-alarm-urgent = Urgent: { $title }
ui-acknowledge = Acknowledge with a reason
ui-acknowledged = Acknowledged: { $title }
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
