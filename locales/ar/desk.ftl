error-unknown = حدث خطأ ما. أعد تشغيل البرنامج؛ لم يُفقد شيء من السجل.
error-bad-input = لا يمكن استخدام هذا. راجع `python run.py --help`.
error-not-found = لا يوجد شيء بهذا الاسم. راجع القائمة لمعرفة المتاح.
error-model = لا يمكن استخدام هذا النموذج. راجع `python run.py models list` لمعرفة المتاح.
error-engine = تعذّر على النموذج أن يجيب. أعد المحاولة أو اختر نموذجًا آخر.
error-record = لا يمكن استخدام السجل. شغّل `python run.py doctor` لمعرفة السبب.
error-access = لا تملك صلاحية الاطلاع على هذا. سجّل الدخول بالحساب الذي يملكه.
error-content = تعذّر تحميل المحتوى السريري: { $file }: { $fault }. صحّح هذا الملف ثم ابدأ من جديد.
error-home = تعذّرت الكتابة في { $path } ({ $reason }). اختر مجلدًا آخر بالخيار --home.
error-empty-message = الرسالة فارغة. اكتب ما يقوله المريض.
error-turn-running = ما زال هناك رد قيد الكتابة هنا. انتظره أو أوقفه أولًا.
error-turn-broke = انقطع الرد. ما قيل محفوظ في السجل؛ أرسل الرسالة مرة أخرى.
error-engine-not-ready = النموذج غير جاهز بعد. انتظر تحميله أو اختر نموذجًا آخر.
error-file-missing = لا يوجد ملف { $path }. تحقق من المسار.
error-system = تعذّر استعمال { $path } ({ $reason }). تأكد من المسار ومن صلاحياتك ومن المساحة على القرص.
error-file-unreadable = تعذّرت قراءة { $path } ({ $reason }). تأكد من أنه ملف يحق لك قراءته.
error-port = لا يوجد منفذ متاح ابتداء من { $port } على { $host }. حدّد منفذًا آخر بالخيار --port.
error-address = تعذّر الاستماع على { $host } ({ $reason }). حدّد عنوانًا لهذا الجهاز بالخيار --host.
error-port-range = ‏{ $port } ليس رقم منفذ. اختر رقمًا من 1 إلى 65535.
error-not-utf8 = السطر { $line } ليس بترميز UTF-8. احفظ النص بهذا الترميز وأعد إرساله.
error-test-tools = تحتاج الاختبارات إلى ما ورد في tests/requirements.txt. شغّلها بالأمر `python run.py test`.
severity-emergency = طارئ
severity-urgent = عاجل
speaker-user = قيل
speaker-assistant = البرنامج
conversations-none = لا توجد محادثات بعد. ابدأ واحدة بالأمر `python run.py` أو `python run.py chat`.
conversations-not-found = لم يُعثر على شيء. جرّب كلمات أقل أو كلمات أخرى.
conversations-renamed = تغيّر العنوان.
conversations-deleted = وُضعت المحادثة جانبًا لمدة 30 يومًا. للتراجع: `python run.py conversations restore { $id }`.
conversations-restored = عادت المحادثة إلى القائمة.
conversations-purged = { $count ->
    [zero] لا شيء قديم بما يكفي.
    [one] حُذفت محادثة واحدة نهائيًا.
    [two] حُذفت محادثتان نهائيًا.
    [few] حُذفت { $count } محادثات نهائيًا.
    [many] حُذفت { $count } محادثة نهائيًا.
   *[other] حُذفت { $count } محادثة نهائيًا.
}
conversations-would-purge = { $count ->
    [zero] لا شيء قديم بما يكفي.
    [one] ستُحذف محادثة واحدة نهائيًا. احذف --dry-run لتنفيذ ذلك.
    [two] ستُحذف محادثتان نهائيًا. احذف --dry-run لتنفيذ ذلك.
    [few] ستُحذف { $count } محادثات نهائيًا. احذف --dry-run لتنفيذ ذلك.
    [many] ستُحذف { $count } محادثة نهائيًا. احذف --dry-run لتنفيذ ذلك.
   *[other] ستُحذف { $count } محادثة نهائيًا. احذف --dry-run لتنفيذ ذلك.
}
models-here = جاهز
models-away-hub = لم يُحمَّل بعد
models-away-workshop = يُصنع بورشة النماذج
models-away-imported = ملفه مفقود
models-arrived = صار { $name } متاحًا. استخدمه بالأمر `python run.py --model { $name }`.
models-removed = حُذف { $name } وتحررت مساحة { $size }.
error-no-terminal = لا بد من كتابة كلمة سر ولا توجد نافذة أوامر. شغّل هذا في نافذة أوامر أو اضبط { $variable }.
error-secrets-differ = الكلمتان غير متطابقتين. ابدأ من جديد.
ask-passphrase = عبارة مرور السجل:
ask-new-passphrase = عبارة المرور الجديدة للسجل:
ask-password = كلمة المرور:
ask-again = مرة أخرى:
care-backed-up = حُفظت نسخة احتياطية في { $path } ({ $size }).
care-restored = { $conversations ->
    [zero] استُعيد السجل بلا محادثات
    [one] استُعيدت محادثة واحدة
    [two] استُعيدت محادثتان
    [few] استُعيدت { $conversations } محادثات
    [many] استُعيدت { $conversations } محادثة
   *[other] استُعيدت { $conversations } محادثة
}، { $messages ->
    [zero] وبلا رسائل.
    [one] ورسالة واحدة.
    [two] ورسالتان.
    [few] و{ $messages } رسائل.
    [many] و{ $messages } رسالة.
   *[other] و{ $messages } رسالة.
}
care-kept-aside = السجل السابق محفوظ في { $path }.
care-audit-whole = { $count ->
    [zero] سجل التدقيق سليم وفارغ.
    [one] سجل التدقيق سليم: قيد واحد.
    [two] سجل التدقيق سليم: قيدان.
    [few] سجل التدقيق سليم: { $count } قيود.
    [many] سجل التدقيق سليم: { $count } قيدًا.
   *[other] سجل التدقيق سليم: { $count } قيد.
}
care-audit-broken = سجل التدقيق لا يصح ابتداء من القيد { $number }: غيّر أحدهم ملف السجل. قارنه بنسخة احتياطية.
care-audit-exported = { $count ->
    [zero] لم يُكتب أي قيد في { $path }.
    [one] كُتب قيد واحد في { $path }.
    [two] كُتب قيدان في { $path }.
    [few] كُتبت { $count } قيود في { $path }.
    [many] كُتب { $count } قيدًا في { $path }.
   *[other] كُتب { $count } قيد في { $path }.
}
doctor-missing = غير مثبّت: ابدأ بالأمر `python run.py` فهو يثبّته
doctor-device = { $name }: { $about }، المتاح { $free }
doctor-gpu = يستطيع المحرك استخدام بطاقة الرسوم.
doctor-no-gpu = يعمل المحرك على المعالج. لبطاقة NVIDIA: ثبّت برنامج تشغيلها وأدوات CUDA، ثم احذف .venv وابدأ من جديد.
doctor-content-ok = المحتوى السريري سليم.
doctor-never = لا توجد
doctor-record-locked = السجل { $path }: مشفّر ومقفل. اضبط BIMEDIX_PASSPHRASE للاطلاع على ما فيه.
doctor-record = { $conversations ->
    [zero] السجل { $path }: سليم وفارغ
    [one] السجل { $path }: سليم، محادثة واحدة
    [two] السجل { $path }: سليم، محادثتان
    [few] السجل { $path }: سليم، { $conversations } محادثات
    [many] السجل { $path }: سليم، { $conversations } محادثة
   *[other] السجل { $path }: سليم، { $conversations } محادثة
}، حجمه { $size }، والمتاح على القرص { $free }، وآخر نسخة احتياطية: { $backup }.
role-clinician = طبيب
role-administrator = مدير
users-disabled = موقوف
users-none = لا توجد حسابات: يستخدم البرنامج شخص واحد ويرى كل شيء. أضف حسابًا بالأمر `python run.py users add NAME --role administrator`.
users-added = يستطيع { $name } تسجيل الدخول.
users-password = صارت لـ { $name } كلمة مرور جديدة.
users-removed = لم يعد { $name } يستطيع تسجيل الدخول. تبقى المحادثات في السجل.
encryption-on = السجل مشفّر الآن. مفتاح الاسترداد هذا يفتحه إذا ضاعت عبارة المرور، ولا يُعرض إلا الآن فدوّنه: { $key }
encryption-left = لم يُشفّر لتعذّر قراءته: { $path }
encryption-off = لم يعد السجل مشفّرًا.
encryption-changed = تغيّرت عبارة المرور.
encryption-is-on = السجل مشفّر على القرص.
encryption-is-off = السجل غير مشفّر. شفّره بالأمر `python run.py encryption on`.
error-context = السياق صغير جدًا. اجعله { $least } من الرموز على الأقل.
error-tensor-split = ‏{ $given } ليست حصصًا. أعط رقمًا لكل بطاقة، مثل 3,1.
bench-record = السجل، في ملف أُعدّ لهذا القياس. الأزمنة بالميلي ثانية ما لم يُذكر غير ذلك.
bench-export = التصدير، لمحادثة أُعدّت لهذا القياس. الأزمنة بالثواني.
conversations-imported = أُدخلت المحادثة برقم { $id }.
export-done = كُتب الملف { $path }.
export-replaced = { $count ->
    [zero] لم يُعثر على ما يُستبدل. هذه وسيلة مساعدة لا ضمان: اقرأ الملف قبل أن تسلّمه.
    [one] استُبدل موضع واحد. هذه وسيلة مساعدة لا ضمان: اقرأ الملف قبل أن تسلّمه.
    [two] استُبدل موضعان. هذه وسيلة مساعدة لا ضمان: اقرأ الملف قبل أن تسلّمه.
    [few] استُبدلت { $count } مواضع. هذه وسيلة مساعدة لا ضمان: اقرأ الملف قبل أن تسلّمه.
    [many] استُبدل { $count } موضعًا. هذه وسيلة مساعدة لا ضمان: اقرأ الملف قبل أن تسلّمه.
   *[other] استُبدل { $count } موضع. هذه وسيلة مساعدة لا ضمان: اقرأ الملف قبل أن تسلّمه.
}
conversations-held = المحادثة محجوزة: لا يمكن حذفها ولا إزالتها قبل رفع الحجز.
conversations-released = رُفع الحجز عن المحادثة.
