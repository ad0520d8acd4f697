export-untitled = محادثة
export-heading-alarms = التنبيهات
export-heading-note = الملاحظة السريرية
export-heading-transcript = نص المحادثة
export-heading-not-asked = لم يُسأل عنه
export-complaint = الشكوى الرئيسية
export-no-alarms = لم يصدر أي تنبيه.
export-no-note = لا شيء يُدوَّن بعد.
export-patient = المريض
export-clinician = الطبيب
export-date = التاريخ
export-model = النموذج
export-desk = المكتب
export-conversation = المحادثة
export-not-given = غير مذكور
export-no-model = لا يوجد؛ الأسئلة من نصوص البروتوكولات
export-model-not-medical = { $model } (ليس نموذجًا طبيًا)
export-state-drafted = مسودة من المكتب لم تُراجَع
export-state-draft = مسودة، النسخة { $version }، { $date }
export-state-signed = وقّعها { $who }، { $date }، النسخة { $version }
export-severity-emergency = طارئ
export-severity-urgent = عاجل
export-why = السبب
export-action = ما ينبغي فعله
export-said = القول
export-source = الرسالة { $number }
export-acknowledged = اطلع عليه { $who }، { $date }: { $reason }
export-speaker-interview = المريض
export-speaker-ask = الطبيب
export-speaker-desk = المكتب
export-by-model = كتبه النموذج
export-status-streaming = لم يكتمل
export-status-stopped = أُوقف
export-status-interrupted = انقطع
export-status-failed = تعذّر
export-remark-join = ، {""}
export-quote = «{ $quote }»
export-date-time = { $date }، { $time }
export-corrected = { $what } (صُحح لاحقًا)
export-page = صفحة { $page } من { $pages }
export-footer = أُعد بواسطة مكتب BiMediX ليراجعه الطبيب، وليس تشخيصًا ولا وصفة علاجية.
export-failed = لم يُكتب الملف: { $reason }. اختر مكانًا آخر وأعد المحاولة.
export-folder-missing = لا يوجد مجلد { $folder }. أنشئه أو اختر غيره.
export-is-folder = { $path } مجلد. اذكر اسم ملف داخله.
export-not-writable = لا إذن بالكتابة في { $path }. اختر مجلدًا يخصّك.
export-disk-full = لا مساحة تكفي للملف { $path }. أفرغ بعض المساحة وأعد المحاولة؛ لم يبقَ أي جزء منه.
export-unknown-format = لا توجد صيغة { $format }. اختر إحدى الصيغ: { $formats }.
export-password-needs = كلمة المرور تحمي ملف PDF أو ملفًا مضغوطًا فقط. اختر أحدهما أو اترك كلمة المرور.
export-password-short = كلمة المرور فارغة. اكتب كلمة أو اترك الحماية.
export-not-importable = هذا ليس ملفًا صدّره هذا المكتب: { $reason }. اختر ملفًا كُتب بصيغة json.
export-newer = نسخة هذا الملف { $version } أحدث مما يقرأه هذا المكتب. حدّث المكتب أولًا.
export-nothing = لا شيء للتصدير. اذكر محادثة واحدة على الأقل.
export-interview = أخذ التاريخ المرضي
export-finding-present = نعم
export-finding-denied = منفي
export-finding-unknown = غير معروف
export-no-known-allergy = لا حساسية معروفة
export-deidentified = أُخفيت الهوية ببرنامج، وهو وسيلة مساعدة لا ضمان: اقرأ الملف قبل تسليمه.
deidentify-name = اسم
deidentify-phone = هاتف
deidentify-email = بريد
deidentify-id = هوية
deidentify-passport = جواز
deidentify-record = ملف
deidentify-address = عنوان
deidentify-date = تاريخ
deidentify-patient = المريض
deidentify-clinician = الطبيب
deidentify-done = { $count ->
    [zero] لم يُعثر على ما يُستبدل. البرنامج وسيلة مساعدة لا ضمان: اقرأ الملف قبل تسليمه.
    [one] استُبدل شيء واحد. البرنامج وسيلة مساعدة لا ضمان: اقرأ الملف قبل تسليمه.
    [two] استُبدل شيئان. البرنامج وسيلة مساعدة لا ضمان: اقرأ الملف قبل تسليمه.
    [few] استُبدلت { $count } أشياء. البرنامج وسيلة مساعدة لا ضمان: اقرأ الملف قبل تسليمه.
    [many] استُبدل { $count } شيئًا. البرنامج وسيلة مساعدة لا ضمان: اقرأ الملف قبل تسليمه.
   *[other] استُبدل { $count } شيء. البرنامج وسيلة مساعدة لا ضمان: اقرأ الملف قبل تسليمه.
}
