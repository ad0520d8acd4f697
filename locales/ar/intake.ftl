# المحتوى السريري والملاحظة.
intake-content = في ملف المحتوى السريري { $file } خلل عند «{ $where }»: { $fault }. أصلِحه أو أعِد الملف المرفق مع البرنامج ثم ابدأ من جديد.
intake-no-rule = لا توجد قاعدة تنبيه باسم { $rule }. يعرض الأمر «python run.py doctor» ما هو مثبَّت.
intake-no-protocol = لا يوجد بروتوكول باسم { $protocol }. يعرض الأمر «python run.py doctor» ما هو مثبَّت.

intake-note-alarms = التنبيهات
intake-note-not-asked = لم يُسأل عنه
intake-note-assessment = التقييم
intake-note-plan = الخطة
intake-note-clinician = (يكتبها الطبيب)
intake-note-present = نعم
intake-note-denied = منفي
intake-note-denied-what = نفي: { $what }
intake-note-unknown = غير معروف لدى المريض
intake-note-unanswered = سُئل عنه ولم يُجب: «{ $what }»
intake-note-left = { $what } (سُئل عنه وبقي بلا جواب)
intake-note-suggested = { $what } (اقترحه النموذج)
intake-note-corrected = { $what } (صُحِّح لاحقًا)
intake-note-female = أنثى
intake-note-male = ذكر
intake-note-years = { $years ->
    [zero] أقل من سنة
    [one] سنة واحدة
    [two] سنتان
    [few] { $years } سنوات
    [many] { $years } سنة
   *[other] { $years } سنة
}
