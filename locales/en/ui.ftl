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
