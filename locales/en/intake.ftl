# The clinical content and the note.
intake-content = The clinical content file { $file } has a fault at “{ $where }”: { $fault }. Mend it or put the shipped file back, then start again.
intake-no-rule = There is no alarm rule { $rule }. “python run.py doctor” shows what is installed.
intake-no-protocol = There is no protocol { $protocol }. “python run.py doctor” shows what is installed.

intake-note-alarms = Alarms
intake-note-not-asked = Not asked
intake-note-assessment = Assessment
intake-note-plan = Plan
intake-note-clinician = (for the clinician to write)
intake-note-present = yes
intake-note-denied = denied
intake-note-denied-what = denies { $what }
intake-note-unknown = not known to the patient
intake-note-unanswered = asked, not answered: “{ $what }”
intake-note-left = { $what } (asked, left unanswered)
intake-note-suggested = { $what } (suggested by the model)
intake-note-corrected = { $what } (corrected later)
intake-note-female = female
intake-note-male = male
intake-note-years = { $years ->
    [one] { $years } year
   *[other] { $years } years
}
