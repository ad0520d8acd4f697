# صفحة مراجعة الترجمات (python -m models.review).
review-title = مراجعة الترجمات
review-reviewers = المراجعون
review-progress = التقدم
review-left =
    { $count ->
        [0] لم يبق شيء
        [one] بقي عنصر واحد
        [two] بقي عنصران
        [few] بقيت { $count } عناصر
        [many] بقي { $count } عنصرًا
       *[other] بقي { $count } عنصر
    }
review-pace =
    { $count ->
        [zero] أقل من عنصر في الساعة
        [one] عنصر واحد في الساعة
        [two] عنصران في الساعة
        [few] { $count } عناصر في الساعة
        [many] { $count } عنصرًا في الساعة
       *[other] { $count } عنصر في الساعة
    }
review-done = لا شيء في انتظارك
review-disputed =
    { $count ->
        [zero] لا خلاف بين المراجعين.
        [one] لم يتفق المراجعون على عنصر واحد، ويمكن لأحدهم أن يرجع إليه ويقرر من جديد.
        [two] لم يتفق المراجعون على عنصرين، ويمكن لأحدهم أن يرجع إليهما ويقرر من جديد.
        [few] لم يتفق المراجعون على { $count } عناصر، ويمكن لأحدهم أن يرجع إليها ويقرر من جديد.
        [many] لم يتفق المراجعون على { $count } عنصرًا، ويمكن لأحدهم أن يرجع إليها ويقرر من جديد.
       *[other] لم يتفق المراجعون على { $count } عنصر، ويمكن لأحدهم أن يرجع إليها ويقرر من جديد.
    }
review-item = العنصر { $name }
review-source = النص الأصلي
review-translation = الترجمة
review-edited = ترجمتك
review-edit-keys = اضغط «Ctrl+Enter» للحفظ، و«Esc» لترك النص كما كان.
review-save = احفظ هذا النص
review-cancel = إلغاء
review-actions = قرارك
review-accept = قبول
review-edit = تعديل
review-reject = رفض
review-unsure = غير متأكد
review-back = رجوع
review-comment = ملاحظة إن شئت
review-score = درجة الحَكَم (من 0 إلى 100)
review-no-score = لا توجد
review-lot = اختير بالقرعة، وكان سيُقبل من دونها.
review-findings = ما وجدته القواعد
review-no-findings = لا شيء.
review-terms = المصطلحات
review-since = ما تغيّر منذ الجولة السابقة
review-refused = لا يمكن قبول هذا النص: { $reason } عدّله أو ارفضه.
review-fails-rule = لا يمكن قبول نص يخالف القاعدة «{ $rule }»: عدّله أو ارفضه.
review-figures = الاتفاق والمعايرة
review-kappa =
    { $count ->
        [zero] كابا كوهين لمراجعَين: { $kappa }، من دون عناصر.
        [one] كابا كوهين لمراجعَين: { $kappa }، من عنصر واحد.
        [two] كابا كوهين لمراجعَين: { $kappa }، من عنصرين.
        [few] كابا كوهين لمراجعَين: { $kappa }، من { $count } عناصر.
        [many] كابا كوهين لمراجعَين: { $kappa }، من { $count } عنصرًا.
       *[other] كابا كوهين لمراجعَين: { $kappa }، من { $count } عنصر.
    }
review-no-kappa =
    { $count ->
        [0] لم يُراجَع أي عنصر مرتين بعد.
        [one] ليس لكابا كوهين قيمة بعد، من عنصر واحد رُوجع مرتين.
        [two] ليس لكابا كوهين قيمة بعد، من عنصرين رُوجعا مرتين.
        [few] ليس لكابا كوهين قيمة بعد، من { $count } عناصر رُوجعت مرتين.
        [many] ليس لكابا كوهين قيمة بعد، من { $count } عنصرًا رُوجعت مرتين.
       *[other] ليس لكابا كوهين قيمة بعد، من { $count } عنصر رُوجعت مرتين.
    }
review-calibration =
    { $count ->
        [zero] خطأ المعايرة المتوقع للحَكَم: { $error }، من دون عناصر.
        [one] خطأ المعايرة المتوقع للحَكَم: { $error }، من عنصر واحد.
        [two] خطأ المعايرة المتوقع للحَكَم: { $error }، من عنصرين.
        [few] خطأ المعايرة المتوقع للحَكَم: { $error }، من { $count } عناصر.
        [many] خطأ المعايرة المتوقع للحَكَم: { $error }، من { $count } عنصرًا.
       *[other] خطأ المعايرة المتوقع للحَكَم: { $error }، من { $count } عنصر.
    }
review-no-calibration = تظهر مقارنة الحَكَم بالناس حين يُبتّ في عناصر لها درجة.
review-plot = رسم الموثوقية: نسبة ما قبله الناس دون تعديل بحسب درجة الحَكَم
review-plot-score = درجة الحَكَم
review-plot-taken = ما قبله الناس دون تعديل

# ما وجدته كل قاعدة. ما بين علامتي الاقتباس منقول من النصين.
review-rule-number-lost = العدد «{ $source }» غير موجود.
review-rule-number-added = العدد «{ $target }» ليس في النص الأصلي.
review-rule-number-order = تغيّر ترتيب الأعداد: صار «{ $source }» «{ $target }».
review-rule-number-sign = تغيّرت إشارة أو مقارنة: صار «{ $source }» «{ $target }».
review-rule-unit = تغيّرت الوحدة: صار «{ $source }» «{ $target }».
review-rule-unit-lost = وحدة «{ $source }» غير موجودة.
review-rule-negation-lost = في النص الأصلي نفي («{ $source }») وليس في الترجمة نفي.
review-rule-negation-added = في الترجمة نفي («{ $target }») وليس في النص الأصلي نفي.
review-rule-negation-count = عدد مرات النفي في النص الأصلي: { $source }، وفي الترجمة: { $target }.
review-rule-options = الخيارات لا تتطابق: صار «{ $source }» «{ $target }».
review-rule-option-double = خياران متطابقان: «{ $target }».
review-rule-speakers = أدوار الحوار لا تتطابق: صار { $source } { $target }.
review-rule-mark-lost = العلامة أو العنوان «{ $source }» غير موجود.
review-rule-mark-added = العلامة أو العنوان «{ $target }» ليس في النص الأصلي.
review-rule-name-lost = الرمز أو الاسم «{ $source }» غير موجود.
review-rule-language = النص ليس باللغة المطلوبة.
review-rule-untranslated = بقي جزء دون ترجمة: «{ $target }».
review-rule-foreign = في النص حروف من كتابة أخرى: «{ $target }».
review-rule-length = الطول لا يناسب النص الأصلي: صارت الحروف { $target } بعد أن كانت { $source }.
review-rule-empty = لا توجد ترجمة.
review-rule-repetition = النص يكرر نفسه: «{ $target }».
review-rule-leak = في النص كلام من التعليمات أو الأمثلة: «{ $target }».
review-rule-question-added = في النص سؤال ليس في الأصل: «{ $target }».
review-rule-shared = في النص جملة وردت في ترجمات نصوص أخرى: «{ $target }».
review-rule-term = يُترجم «{ $source }» عادة إلى «{ $target }».
review-rule-injection = النص الأصلي يخاطب المترجم: «{ $source }».
review-rule-control = في النص محارف تحكم أو علامات نموذج لغوي.
