# ما تقوله الصفحة.
ui-app = BiMediX Desk
ui-header = الشريط العلوي
ui-conversations = المحادثات
ui-talk = المحادثة
ui-panel = التاريخ المرضي والملخص والتصدير
ui-dialog-close = إغلاق
ui-copied = تم النسخ
ui-skip-to-draft = الانتقال إلى حقل الرسالة

## The bar at the top
ui-mode = الوضع
ui-mode-interview = مقابلة
ui-mode-ask = سؤال
ui-swap = English
ui-settings = الإعدادات
ui-lock = قفل
ui-model-loading = جارٍ تحميل النموذج: { $percent } %
ui-model-failed = لا يوجد نموذج يعمل. اختر نموذجا من الإعدادات.
ui-model-speed = { $speed } رمزا في الثانية
ui-model-queue = { $count ->
    [zero] لا أحد في الانتظار
    [one] طلب واحد في الانتظار
    [two] طلبان في الانتظار
    [few] { $count } طلبات في الانتظار
    [many] { $count } طلبا في الانتظار
   *[other] { $count } طلب في الانتظار
}
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
ui-welcome-text = اكتب بالعربية أو الإنجليزية. يجيب المكتب بلغة كل رسالة، ويطرح السؤال التالي من التاريخ المرضي، وينبّه عند وجود خطر.
ui-welcome-example = عندي ألم في الصدر منذ الصباح
ui-disclaimer = يساند BiMediX Desk حكم الطبيب ولا يحل محله. قد يخطئ النموذج فيما يكتبه. ليس هذا جهازا طبيا، ولا يُستخدم دون طبيب.
ui-desk-says = المكتب:
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
ui-skip = تخطَّ

## Alarms
ui-alarm-emergency = حالة طارئة: { $title }
ui-alarm-urgent = حالة عاجلة: { $title }
ui-acknowledge = الإقرار مع ذكر السبب
ui-acknowledged = تم الإقرار: { $title }
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
ui-reply-dull = خفيف مستمر
ui-reply-burning = حارق
ui-reply-pressing = ضاغط
ui-reply-throbbing = نابض
ui-reply-constant = طوال الوقت
ui-reply-comes-goes = يأتي ويذهب
ui-reply-night = في الليل غالبا
ui-reply-nothing = لا شيء معين
ui-reply-movement = الحركة
ui-reply-effort = المجهود
ui-reply-food = الطعام
ui-reply-rest = الراحة
ui-reply-medicine = الدواء
ui-reply-nothing-else = لا شيء آخر
ui-reply-none = لا يوجد
ui-reply-none-known = لا حساسية معروفة
ui-reply-no-concern = لا قلق معين
