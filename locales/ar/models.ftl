models-template-unknown = لا يوجد قالب محادثة باسم { $name }؛ اختر أحد القوالب التالية: { $choices }.
models-template-none = لا يحمل ملف النموذج هذا قالب محادثة خاصًا به؛ حدِّد قالبًا بالخيار --template.
models-template-broken = قالب المحادثة في ملف النموذج هذا لا يعمل ({ $reason })؛ حدِّد قالبًا آخر بالخيار --template.
models-template-drops = قالب المحادثة في ملف النموذج هذا يُسقط جزءًا مما قيل؛ حدِّد قالبًا آخر بالخيار --template.
