# The page where people review translations (python -m models.review).
review-title = Review of translations
review-reviewers = Reviewers
review-progress = Progress
review-left =
    { $count ->
        [0] Nothing left
        [one] { $count } left
       *[other] { $count } left
    }
review-pace =
    { $count ->
        [one] { $count } an hour
       *[other] { $count } an hour
    }
review-done = Nothing waits for you
review-disputed =
    { $count ->
        [one] The reviewers do not agree on { $count } item. One of them can go back and decide again.
       *[other] The reviewers do not agree on { $count } items. One of them can go back and decide again.
    }
review-item = Item { $name }
review-source = Source
review-translation = Translation
review-edited = Your translation
review-edit-keys = Ctrl+Enter keeps it, Esc leaves it as it was.
review-save = Keep this text
review-cancel = Cancel
review-actions = Your decision
review-accept = Accept
review-edit = Edit
review-reject = Reject
review-unsure = Unsure
review-back = Back
review-comment = A remark, if you like
review-score = The judge’s score (0 to 100)
review-no-score = none
review-lot = Drawn by lot: it would have been accepted.
review-findings = What the rules found
review-no-findings = Nothing.
review-terms = Terms
review-since = Since the last round
review-refused = This cannot be accepted: { $reason } Edit the text, or reject it.
review-fails-rule = A text that fails the rule “{ $rule }” cannot be accepted: edit it, or reject it.
review-figures = Agreement and calibration
review-kappa =
    { $count ->
        [one] Cohen’s kappa of two reviewers: { $kappa }, from { $count } item.
       *[other] Cohen’s kappa of two reviewers: { $kappa }, from { $count } items.
    }
review-no-kappa =
    { $count ->
        [0] No item has been reviewed twice yet.
        [one] Cohen’s kappa has no value yet, from { $count } item reviewed twice.
       *[other] Cohen’s kappa has no value yet, from { $count } items reviewed twice.
    }
review-calibration =
    { $count ->
        [one] Expected calibration error of the judge: { $error }, from { $count } item.
       *[other] Expected calibration error of the judge: { $error }, from { $count } items.
    }
review-no-calibration = The judge can be compared with people once items with a score are decided.
review-plot = Reliability plot: the share that people accepted unchanged, by the judge’s score
review-plot-score = the judge’s score
review-plot-taken = accepted unchanged by people

# What each rule found. The quoted pieces come from the texts.
review-rule-number-lost = The number “{ $source }” is missing.
review-rule-number-added = The number “{ $target }” is not in the source.
review-rule-number-order = The numbers stand in another order: “{ $source }” became “{ $target }”.
review-rule-number-sign = A sign or comparison changed: “{ $source }” became “{ $target }”.
review-rule-unit = The unit changed: “{ $source }” became “{ $target }”.
review-rule-unit-lost = The unit of “{ $source }” is missing.
review-rule-negation-lost = The source denies (“{ $source }”), the translation does not.
review-rule-negation-added = The translation denies (“{ $target }”), the source does not.
review-rule-negation-count = Denials in the source: { $source }; in the translation: { $target }.
review-rule-options = The options do not match: “{ $source }” became “{ $target }”.
review-rule-option-double = Two options are the same: “{ $target }”.
review-rule-speakers = The turns of the dialogue do not match: { $source } became { $target }.
review-rule-mark-lost = The placeholder, tag or address “{ $source }” is missing.
review-rule-mark-added = The placeholder, tag or address “{ $target }” is not in the source.
review-rule-name-lost = The code or name “{ $source }” is missing.
review-rule-language = It is not in the language that it should be in.
review-rule-untranslated = A part was left untranslated: “{ $target }”.
review-rule-foreign = Letters of another script stand in it: “{ $target }”.
review-rule-length = Its length does not fit the source: { $source } letters became { $target }.
review-rule-empty = There is no translation.
review-rule-repetition = It repeats itself: “{ $target }”.
review-rule-leak = Words of the instructions or examples stand in it: “{ $target }”.
review-rule-question-added = It asks what the source does not: “{ $target }”.
review-rule-shared = A sentence of it stands in translations of other sources: “{ $target }”.
review-rule-term = “{ $source }” is usually “{ $target }”.
review-rule-injection = The source speaks to the translator: “{ $source }”.
review-rule-control = Control characters or marks of a model stand in it.
