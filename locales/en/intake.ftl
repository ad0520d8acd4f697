# The clinical content and the note.
intake-content = The clinical content file { $file } has a fault at “{ $where }”: { $fault }. Mend it or put the shipped file back, then start again.
intake-no-rule = There is no alarm rule { $rule }. “python run.py doctor” shows what is installed.
intake-no-protocol = There is no protocol { $protocol }. “python run.py doctor” shows what is installed.
