# ما يقوله المحرّك الذي يشغّل النموذج.
engine-closed = أُوقف النموذج. أعد تشغيل البرنامج.
engine-failed = توقف النموذج بسبب خلل في البرنامج. أعد تشغيل البرنامج؛ والسجل محفوظ.
engine-script-over = لم يبقَ في النص المُعدّ ردّ آخر. أضف ردًّا إلى قائمة الردود.

engine-library-missing = الحزمة { $package } غير مثبتة. شغّل البرنامج بالأمر `python run.py` فهو يثبّت الإصدار { $version }.
engine-library-version = يحتاج هذا البرنامج إلى { $package } بالإصدار { $version }، والمثبت هو { $found }. نفّذ `pip install { $package }=={ $version }`، أو احذف المجلد .venv وأعد تشغيل البرنامج.

engine-load = لا يستطيع llama.cpp تحميل { $file } ({ $reason }). أحضر الملف من جديد أو اختر نموذجًا آخر.
engine-memory = لا تكفي الذاكرة لتحميل { $file }. أغلق برامج أخرى، أو اختر نموذجًا أصغر أو سياقًا أقصر.
engine-device-unknown = لا يوجد جهاز اسمه { $device }. اختر واحدًا من: { $choices }.
engine-adapter-missing = لا يوجد مُهايئ في { $file }. تحقق من المسار.
engine-adapter-broken = تعذّر تحميل المُهايئ { $file } على هذا النموذج ({ $reason }). اختر المُهايئ الذي أُعدّ له.
engine-adapter-other = المُهايئات لا تناسب { $file }. اختر ما أُعدّ له.

engine-prompt-too-long = يبلغ طول النص { $tokens } من الرموز، ولا يقرأ النموذج إلا { $context }. اختصر النص أو اختر سياقًا أطول.
engine-prompt-empty = لا يوجد نص ليكمل منه النموذج. اكتب شيئًا أولًا.
engine-context-full = امتلأت ذاكرة النموذج وسعتها { $context } من الرموز. انتظر حتى ينتهي ردّ آخر، أو اختر سياقًا أطول.
engine-busy = أماكن النموذج مشغولة كلها، وعددها { $count }. انتظر حتى ينتهي ردّ آخر.
engine-decode = فشل llama.cpp بالرمز { $code }. اسأل مرة أخرى، فإن تكرر ذلك فأعد تشغيل البرنامج.
engine-grammar = في القواعد المحددة لهذا الردّ خطأ ({ $reason }). صحّح القواعد.
engine-schema = تعذّر استخدام مخطط JSON لهذا الردّ ({ $reason }). صحّح المخطط.
engine-score-empty = إحدى التتمّات لا تضيف شيئًا إلى نصها. أعطها نصًا.

engine-bench-head = { $model }، llama-cpp-python { $version }، { $processor }، { $cores ->
    [zero] بلا أنوية
    [one] نواة واحدة
    [two] نواتان
    [few] { $cores } أنوية
    [many] { $cores } نواة
   *[other] { $cores } نواة
}، { $threads ->
    [zero] بلا خيوط
    [one] خيط واحد
    [two] خيطان
    [few] { $threads } خيوط
    [many] { $threads } خيطًا
   *[other] { $threads } خيط
}، سياق { $context }. القيم هي الوسيط، وبين القوسين الأدنى والأعلى.
engine-bench-what = المقيس
engine-bench-ours = هذا البرنامج
engine-bench-other = المقارَن به
engine-bench-ratio = النسبة
engine-bench-limit = الحدّ
engine-bench-met = تحقق
engine-bench-yes = نعم
engine-bench-no = لا
engine-bench-at-least = لا يقل عن { $limit }
engine-bench-at-most = لا يزيد على { $limit }
engine-bench-single = ردّ واحد وحده، مقارنةً بالصنف Llama
engine-bench-together = أربعة ردود معًا، مقارنةً بالصنف Llama
engine-bench-reading = أول رمز لنص طويل جديد، مقارنةً بالصنف Llama
engine-bench-follow-up = أول رمز للدور التالي، مقارنةً بنص يُقرأ من جديد
engine-bench-late-turn = أول رمز للدور العشرين، مقارنةً بالدور الثالث
engine-bench-other-spoke = أول رمز بعد أن تكلمت محادثة أخرى، مقارنةً بنص يُقرأ من جديد
engine-bench-stop-writing = الإيقاف أثناء الكتابة، حتى يبدأ ردّ آخر
engine-bench-stop-reading = الإيقاف أثناء القراءة، حتى يبدأ ردّ آخر
engine-bench-memory = أقصى ذاكرة مستعملة، مقارنةً بالصنف Llama
engine-bench-foot = يقرأ كل رمز { $active } ميغابايت من الأوزان، وتعطي الذاكرة { $bandwidth } غيغابايت في الثانية، ويستعمل الردّ الواحد منها { $share }٪.
engine-bench-busy = شغلت برامج أخرى ما يصل إلى { $share }٪ من المعالج أثناء القياس، فلا يُعتدّ بهذه الأرقام. أعد القياس والجهاز هادئ.
