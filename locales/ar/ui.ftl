# ما تقوله الصفحة.
ui-app = BiMediX Desk
ui-header = الشريط العلوي
ui-conversations = المحادثات
ui-talk = المحادثة
ui-panel = التاريخ المرضي والملخص والتصدير
ui-dialog-close = إغلاق
ui-copied = تم النسخ
ui-skip-to-draft = الانتقال إلى حقل الرسالة
ui-banner = حالة البرنامج
ui-away = لا يستجيب البرنامج. شغّله من جديد بالأمر python run.py، وستواصل هذه الصفحة عملها من تلقاء نفسها.
ui-opening = يجري فتح البرنامج. يمكنك الكتابة من الآن، وسيبقى ما تكتبه.
ui-read-only = هذا السجل للقراءة فقط، ولا يُحفظ فيه شيء جديد. امنح نفسك إذن الكتابة في ملفه ثم شغّل البرنامج من جديد.
ui-other-desks = { $count ->
    [zero] لا يفتح هذا السجل برنامج آخر.
    [one] يفتح هذا السجل برنامج آخر أيضًا؛ وما يكتبه أحدهما يظهر في الآخر.
    [two] يفتح هذا السجل برنامجان آخران؛ وما يكتبه أحدها يظهر في البقية.
    [few] تفتح هذا السجل { $count } برامج أخرى؛ وما يكتبه أحدها يظهر في البقية.
    [many] يفتح هذا السجل { $count } برنامجًا آخر؛ وما يكتبه أحدها يظهر في البقية.
   *[other] يفتح هذا السجل { $count } برنامج آخر؛ وما يكتبه أحدها يظهر في البقية.
}
ui-no-model = تأتي الأسئلة من البروتوكول إلى أن يعمل نموذج.
ui-model-fits = يتسع الجهاز للنموذج { $name }.
ui-model-use-fitting = استعمل { $name }
ui-choose-model = اختر نموذجًا

## The bar at the top
ui-mode = الوضع
ui-mode-interview = مقابلة
ui-mode-ask = سؤال
ui-swap = English
ui-settings = الإعدادات
ui-lock = قفل
ui-model-loading = جارٍ تحميل النموذج: { $percent } %
ui-model-failed = لا يوجد نموذج يعمل. اختر نموذجًا من الإعدادات.
ui-model-speed = { $speed } رمز/ث
ui-model-queue = { $count ->
    [zero] لا أحد في الانتظار
    [one] طلب واحد في الانتظار
    [two] طلبان في الانتظار
    [few] { $count } طلبات في الانتظار
    [many] { $count } طلبًا في الانتظار
   *[other] { $count } طلب في الانتظار
}
ui-model-place = دورك في الانتظار: { $place } من { $count }
ui-placed-cpu = على المعالج
ui-placed-gpu = على بطاقة الرسوميات
ui-placed-experts = على بطاقة الرسوميات، وخبراء { $there } من { $all } طبقة على المعالج
ui-placed-layers = { $there } من { $all } طبقة على بطاقة الرسوميات
ui-placed-server = على الخادم { $host }
ui-model-not-medical = نموذج غير طبي

## The conversations at the side
ui-new = محادثة جديدة
ui-search = ابحث في المحادثات
ui-search-results = نتائج البحث
ui-found = { $count ->
    [zero] لم يُعثر على أي محادثة
    [one] عُثر على محادثة واحدة
    [two] عُثر على محادثتين
    [few] عُثر على { $count } محادثات
    [many] عُثر على { $count } محادثة
   *[other] عُثر على { $count } محادثة
}
ui-nothing-found = لا توجد نتائج. جرّب كلمات أقل أو كلمات أخرى.
ui-none-yet = لا توجد محادثات بعد. ستظهر الأولى هنا.
ui-untitled = محادثة جديدة
ui-group-pinned = المثبّتة
ui-group-today = اليوم
ui-group-week = هذا الأسبوع
ui-group-older = الأقدم
ui-group-archived = المؤرشفة ({ $count })
ui-lock-needs = لا يوجد بعد ما يُقفل به هذا المكتب. شفّر السجل أو أضف حسابات من الإعدادات.
ui-severity-emergency = حالة طارئة
ui-severity-urgent = حالة عاجلة
ui-pin = تثبيت
ui-unpin = إلغاء التثبيت
ui-rename = تغيير الاسم والوسم
ui-archive = أرشفة
ui-unarchive = إخراج من الأرشيف
ui-delete = حذف

## The conversation
ui-welcome-title = ابدأ بكلمات المريض نفسه
ui-welcome-text = اكتب بالعربية أو الإنجليزية. يجيب البرنامج بلغة كل رسالة، ويطرح السؤال التالي من التاريخ المرضي، وينبّه عند وجود خطر.
ui-welcome-example = عندي ألم في الصدر منذ الصباح
ui-disclaimer = يساند BiMediX Desk حكم الطبيب ولا يحل محله. قد يخطئ النموذج فيما يكتبه. ليس هذا جهازًا طبيًا، ولا يُستخدم دون طبيب.
ui-desk-says = البرنامج:
ui-you-wrote = أنت:
ui-writing = يكتب الآن…
ui-language-en = الإنجليزية
ui-language-ar = العربية
ui-generated = مولَّد
ui-generated-long = كتب هذا نموذج لغوي. تحقق منه قبل الاعتماد عليه.
ui-status-stopped = أُوقف
ui-status-interrupted = انقطع
ui-status-failed = تعذّر
ui-copy = نسخ
ui-edit = تعديل وإعادة الإرسال
ui-again = إعادة السؤال
ui-draft = الرسالة
ui-draft-hint = اكتب ما يقوله المريض، بالعربية أو الإنجليزية…
ui-send = إرسال
ui-stop = إيقاف
ui-finish = إنهاء وتلخيص
ui-quick = ردود سريعة
ui-skip = تخطّي

## Alarms
ui-alarm-emergency = حالة طارئة: { $title }
ui-alarm-urgent = حالة عاجلة: { $title }
ui-alarm-sources = المصادر: { $sources }
ui-acknowledge = الإقرار مع ذكر السبب
ui-acknowledged = تم الإقرار: { $title }
ui-alarms-more = { $count ->
    [zero] لا تنبيهات أخرى
    [one] تنبيه آخر
    [two] تنبيهان آخران
    [few] { $count } تنبيهات أخرى
    [many] { $count } تنبيهًا آخر
   *[other] { $count } تنبيه آخر
}
ui-alarms-seen = { $count ->
    [zero] لا تنبيهات تم الإقرار بها
    [one] تم الإقرار بتنبيه واحد
    [two] تم الإقرار بتنبيهين
    [few] تم الإقرار بـ{ $count } تنبيهات
    [many] تم الإقرار بـ{ $count } تنبيهًا
   *[other] تم الإقرار بـ{ $count } تنبيه
}
ui-why = لماذا؟

## The history
ui-tab-history = التاريخ المرضي
ui-tab-note = الملخص
ui-tab-export = تصدير
ui-history-empty = ينمو التاريخ المرضي هنا مع تقدم المحادثة.
ui-protocol = البروتوكول: { $name }
ui-protocol-unreviewed = لم يراجعه طبيب بعد
ui-coverage = اكتمل { $settled } من { $total }
ui-section-count = { $settled } من { $total }
ui-section-next = اطرح السؤال التالي من هذا القسم: { $section }
ui-comma = { "، " }
ui-finding-denied = منفي
ui-finding-unknown = غير معروف
ui-finding-todo = لم يُسأل عنه بعد
ui-finding-skipped = تُخطّي
ui-finding-replaced = حلّت محله إجابة لاحقة
ui-source = ورد في الرسالة { $number }
ui-ask = اسأل
ui-ask-now = اسأل عن هذا الآن: { $slot }

## Quick replies, in the language of the question
ui-reply-yes = نعم
ui-reply-no = لا
ui-reply-unsure = لا أعرف
ui-reply-today = اليوم
ui-reply-yesterday = منذ أمس
ui-reply-week = قبل أسبوع
ui-reply-month = قبل شهر
ui-reply-sudden = فجأة
ui-reply-gradual = بالتدريج
ui-reply-hour = نحو ساعة
ui-reply-day = يوم واحد
ui-reply-days = بضعة أيام
ui-reply-female = أنثى
ui-reply-male = ذكر
ui-reply-sharp = حاد
ui-reply-dull = وجع مبهم
ui-reply-burning = حارق
ui-reply-pressing = ضاغط
ui-reply-throbbing = نابض
ui-reply-constant = طوال الوقت
ui-reply-comes-goes = يأتي ويذهب
ui-reply-night = في الليل غالبًا
ui-reply-nothing = لا شيء معين
ui-reply-movement = الحركة
ui-reply-effort = المجهود
ui-reply-food = الطعام
ui-reply-rest = الراحة
ui-reply-medicine = الدواء
ui-reply-nothing-else = لا شيء آخر
ui-reply-none = لا يوجد
ui-reply-none-known = لا حساسية معروفة
ui-reply-no-concern = لا شيء يقلقني

## Dialogs
ui-cancel = إلغاء
ui-save = حفظ
ui-your-name = اسمك
ui-signed-in-as = الحساب الحالي: { $name }
ui-acknowledge-title = الإقرار بالتنبيه
ui-acknowledge-hint = يبقى التنبيه في السجل مع السبب الذي تذكره.
ui-acknowledge-do = إقرار
ui-reason = سبب المتابعة
ui-title = العنوان
ui-patient = وسم المريض
ui-delete-title = هل تُحذف هذه المحادثة؟
ui-delete-hint = تختفي من القائمة فورًا، ويمكن استرجاعها خلال 30 يومًا.
ui-deleted = حُذفت المحادثة.
ui-undo = استرجاعها
ui-disclaimer-title = قبل أن تبدأ
ui-disclaimer-model = النموذج المرفق نموذج عام صغير لتجربة البرنامج، وليس نموذجًا طبيًا. وكل ما يكتبه نموذج يظهر عليه أنه مولَّد.
ui-understood = فهمت
ui-shortcuts = اختصارات لوحة المفاتيح
ui-key-send = إرسال الرسالة
ui-key-line = سطر جديد
ui-key-stop = إيقاف الإجابة، أو إغلاق ما هو مفتوح
ui-key-new = محادثة جديدة
ui-key-search = البحث في المحادثات
ui-key-message = الانتقال إلى حقل الرسالة
ui-key-language = تبديل اللغة
ui-key-history = الانتقال إلى التاريخ المرضي
ui-key-settings = الإعدادات
ui-key-keys = هذه الاختصارات

## The gate
ui-gate-locked = البرنامج مقفل. أدخل عبارة المرور أو مفتاح الاسترداد.
ui-gate-sign-in = سجّل الدخول لاستعمال البرنامج.
ui-secret = عبارة المرور
ui-password = كلمة المرور
ui-account-name = الاسم
ui-unlock = فتح القفل
ui-sign-in = تسجيل الدخول

## The note
ui-note-empty = تُكتب هنا مسودة الملخص مما قيل في المحادثة.
ui-note-language = لغة الملخص
ui-note-own = لغة المحادثة
ui-note-both = كلتاهما
ui-note-draft = مسودة أُعدّت من المحادثة. راجعها قبل استعمالها.
ui-note-edit = تحرير الملخص
ui-note-save = حفظ نسخة جديدة
ui-note-saved = حُفظ الملخص.
ui-note-signed = وُقّع الملخص.
ui-note-nothing = الملخص فارغ. اكتب شيئًا أو ألغِ التحرير.
ui-sign = توقيع
ui-sign-title = توقيع الملخص
ui-sign-hint = يوضع توقيعك على آخر نسخة محفوظة، أو على المسودة إن لم تُحفظ نسخة. لا يمكن تغيير نسخة موقّعة، وكل تحرير لاحق نسخة جديدة.
ui-versions = النسخ المحفوظة
ui-version-draft = النسخة { $version } · { $when }
ui-version-signed = النسخة { $version } · وقّعها { $name } · { $when }

## Export
ui-export-empty = افتح محادثة لتصديرها.
ui-export-language = اللغة
ui-export-own = لغة المحادثة
ui-export-both = اللغتان جنبًا إلى جنب
ui-export-deidentify = من دون أسماء وتواريخ وأماكن
ui-export-hint = تُصنع الملفات على هذا الجهاز وتُسلَّم إلى متصفحك. لا يُرسل شيء إلى أي مكان.
ui-format-pdf = PDF
ui-format-pdf-for = للطباعة والتسليم
ui-format-docx = Word
ui-format-docx-for = لمواصلة الكتابة
ui-format-markdown = Markdown
ui-format-markdown-for = نص بسيط بعناوين
ui-format-text = نص
ui-format-text-for = للصق في نظام آخر
ui-format-json = JSON
ui-format-json-for = كل شيء، ليُقرأ من جديد
ui-format-csv = CSV
ui-format-csv-for = النتائج في جدول
ui-format-fhir = FHIR
ui-format-fhir-for = لنظام سريري

## Settings
ui-settings-models = النماذج
ui-settings-display = اللغة والعرض
ui-settings-privacy = الخصوصية
ui-settings-accounts = الحسابات
ui-settings-about = عن هذا البرنامج
ui-saved = تم الحفظ.
ui-administrators-only = هذا للمديرين وحدهم. اطلبه من أحدهم أو سجّل الدخول بحساب مدير.
ui-set-spoken = لغة الصفحات الجديدة
ui-set-theme = الألوان
ui-set-text-size = حجم النص
ui-set-digits = الأرقام في الصفحة العربية
ui-set-hijri = التاريخ الهجري إلى جانب الميلادي في العربية
ui-spoken-en = English
ui-spoken-ar = العربية
ui-theme-system = كما في النظام
ui-theme-light = فاتحة
ui-theme-dark = داكنة
ui-text-size-normal = عادي
ui-text-size-large = كبير
ui-text-size-largest = الأكبر
ui-digits-western = 0123456789
ui-digits-arabic = ٠١٢٣٤٥٦٧٨٩
ui-set-lock = قفل البرنامج إذا لم يستعمله أحد مدة
ui-minutes = { $minutes ->
    [0] لا يُقفل أبدًا
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
    [many] { $minutes } دقيقة
   *[other] { $minutes } دقيقة
}
ui-about-licence = BiMediX Desk برنامج حر برخصة Apache 2.0. والخطوط هي IBM Plex (رخصة SIL Open Font). ولكل نموذج رخصته المذكورة حيث يُختار.

## Models
ui-model-used = قيد الاستعمال
ui-model-here = على هذا الجهاز
ui-model-away-package = مرفق مع البرنامج
ui-model-away-hub = لم يُنزَّل
ui-model-away-workshop = يُصنع في ورشة النماذج
ui-model-away-imported = ملفه غير موجود
ui-model-use = استعمال
ui-model-get = تنزيل
ui-model-getting = التنزيل
ui-model-share = اكتمل { $percent } %
ui-model-stop = إيقاف التنزيل
ui-model-stopped = يتوقف تنزيل { $name }. ما وصل منه محفوظ، والتنزيل التالي يكمل من حيث توقف.
ui-model-accept = أقبل الرخصة وما تعنيه
ui-model-plan = هل يتسع له الجهاز؟
ui-model-remove = حذف ملفاته
ui-model-removed = حُذف { $name } وتوفرت مساحة { $size }.
ui-model-loading-now = يجري تحميل { $name }.
ui-model-import = ملف من عندك
ui-model-import-hint = ملف GGUF على هذا الجهاز. سمّه باسم نموذج من القائمة أعلاه إن كان هو نفسه.
ui-model-path = مسار الملف
ui-model-name = الاسم (يمكن تركه فارغًا)
ui-model-import-do = إدخال الملف

## Privacy
ui-encryption = التشفير
ui-encryption-off = السجل غير مشفَّر: فمن يستطيع قراءة هذا القرص يستطيع قراءة السجل.
ui-encryption-on = السجل مشفَّر، وتفتحه عبارة المرور أو مفتاح الاسترداد.
ui-encrypt = تشفير السجل
ui-decrypt = إيقاف التشفير
ui-new-passphrase = عبارة مرور جديدة
ui-old-passphrase = عبارة المرور الحالية أو مفتاح الاسترداد
ui-once-more = مرة أخرى
ui-change-passphrase = تغيير عبارة المرور
ui-new-recovery = إنشاء مفتاح استرداد جديد
ui-recovery = مفتاح الاسترداد
ui-recovery-hint = اكتب هذا المفتاح واحفظه في مكان آمن. يفتح السجل إذا فُقدت عبارة المرور، ولا يُعرض إلا هذه المرة.
ui-secrets-differ = العبارتان غير متطابقتين. أدخلهما من جديد.
ui-keeping = مدة الحفظ
ui-set-keep = تُحفظ المحادثات مدة
ui-days = { $days ->
    [0] ما لم يحذفها أحد
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
}
ui-purge = إزالة الأقدم
ui-purge-hint = { $count ->
    [0] لا توجد محادثة أقدم من المدة المحددة بالأيام: { $days }.
    [one] محادثة واحدة لم تتغير منذ المدة المحددة بالأيام: { $days }. ستُزال نهائيًا.
    [two] محادثتان لم تتغيرا منذ المدة المحددة بالأيام: { $days }. ستُزالان نهائيًا.
    [few] { $count } محادثات لم تتغير منذ المدة المحددة بالأيام: { $days }. ستُزال نهائيًا.
    [many] { $count } محادثة لم تتغير منذ المدة المحددة بالأيام: { $days }. ستُزال نهائيًا.
   *[other] { $count } محادثة لم تتغير منذ المدة المحددة بالأيام: { $days }. ستُزال نهائيًا.
}
ui-purge-do = إزالة نهائية
ui-purged = { $count ->
    [0] لم يُزل شيء.
    [one] أُزيلت محادثة واحدة.
    [two] أُزيلت محادثتان.
    [few] أُزيلت { $count } محادثات.
    [many] أُزيلت { $count } محادثة.
   *[other] أُزيلت { $count } محادثة.
}
ui-backups = النسخ الاحتياطية
ui-backups-hint = تُصنع نسخة احتياطية كل يوم في مجلد البرنامج. والسجل المشفَّر نسخه مشفَّرة.
ui-backup-now = نسخ احتياطي الآن
ui-backed-up = نُسخ السجل احتياطيًا.
ui-backup-gone = لم تعد هذه النسخة موجودة. اختر نسخة أخرى.
ui-restore = استعادة
ui-restore-hint = تحل هذه النسخة محل السجل الحالي، ويبقى الحالي إلى جانبها باسم آخر.
ui-restore-do = وضعها مكان السجل
ui-restored = وُضعت النسخة الاحتياطية مكان السجل.

## Accounts
ui-accounts-none = من دون حسابات يرى كل من يفتح هذا البرنامج كل شيء. الحساب الأول حساب مدير، وينتقل إليه ما كُتب حتى الآن.
ui-role = الدور
ui-role-clinician = طبيب
ui-role-administrator = مدير
ui-account-add = إضافة حساب
ui-account-added = يستطيع { $name } تسجيل الدخول.
ui-account-disable = منع الدخول
ui-account-enable = السماح بالدخول

## Serving
ui-tls-pair = يحتاج الاتصال المشفَّر إلى الشهادة ومفتاحها معًا. حدّد --tls-certificate و--tls-key كليهما.
ui-tls-files = تعذّر استعمال الشهادة أو مفتاحها: { $reason }. حدّد ملفي PEM متوافقين، والمفتاح بلا عبارة مرور.
