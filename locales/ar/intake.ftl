# المحتوى السريري والملاحظة.
intake-content = في ملف المحتوى السريري { $file } خلل عند «{ $where }»: { $fault }. أصلِحه أو أعِد الملف المرفق مع البرنامج ثم ابدأ من جديد.
intake-no-rule = لا توجد قاعدة إنذار باسم { $rule }. يعرض الأمر «python run.py doctor» ما هو مثبَّت.
intake-no-protocol = لا يوجد بروتوكول باسم { $protocol }. يعرض الأمر «python run.py doctor» ما هو مثبَّت.
