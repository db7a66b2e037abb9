"""The addresses of plans."""

from django.urls import path

from .intake_urls import urlpatterns as intake
from .views import cascade, counted, derive, evidence, plans, targets, task_more, tasks, triggers, versions, work

app_name = "plans"
urlpatterns = [
    path("", plans.plan_list, name="plan_list"),
    path("do-phu/", counted.coverage, name="coverage"),
    path("nhiem-vu/da-dem/", counted.counted_tasks, name="counted_tasks"),
    path("moi/", plans.plan_new, name="plan_new"),
    path("<int:pk>/", plans.plan, name="plan"),
    path("<int:pk>/sua/", plans.plan_edit, name="plan_edit"),
    path("<int:pk>/ban-hanh/", plans.plan_adopt, name="plan_adopt"),
    path("<int:pk>/lay-so/", plans.plan_number, name="plan_number"),
    path("<int:pk>/bo/", plans.plan_discard, name="plan_discard"),
    path("<int:pk>/van-ban/", plans.plan_source, name="plan_source"),
    path("<int:pk>/phan-ra/", cascade.cascade, name="cascade"),
    path("<int:pk>/phan-ra/goi-y/", cascade.cascade_suggested, name="cascade_suggested"),
    path("chi-tieu/<int:pk>/cap-tren/", cascade.target_serve, name="target_serve"),
    path("<int:pk>/so-sanh/", versions.versions, name="versions"),
    path("<int:pk>/nam-sau/", derive.derive, name="derive"),
    path("<int:pk>/van-ban.docx", derive.plan_docx, name="plan_docx"),
    path("<int:pk>/them-chi-tieu/", targets.target_new, name="target_new"),
    path("<int:pk>/them-nhiem-vu/", tasks.task_new, name="task_new"),
    path("chi-tieu/<int:pk>/", targets.target, name="target"),
    path("chi-tieu/<int:pk>/sua/", targets.target_edit, name="target_edit"),
    path("chi-tieu/<int:pk>/ket-luan/", targets.target_judge, name="target_judge"),
    path("chi-tieu/<int:pk>/rut/", targets.target_withdraw, name="target_withdraw"),
    path("chi-tieu/<int:pk>/tai-lieu/", targets.target_evidence, name="target_evidence"),
    path("viec/", work.my_work, name="my_work"),
    path("viec/nhieu-viec/", work.batch, name="batch"),
    path("nhiem-vu/<int:pk>/", tasks.task, name="task"),
    path("nhiem-vu/<int:pk>/cap-nhat/", tasks.task_update, name="task_update"),
    path("nhiem-vu/<int:pk>/chuyen/", tasks.task_move, name="task_move"),
    path("nhiem-vu/<int:pk>/ghi-chu/", tasks.task_note, name="task_note"),
    path("nhiem-vu/<int:pk>/tai-lieu/", tasks.task_evidence, name="task_evidence"),
    path("nhiem-vu/<int:pk>/phu-trach/", tasks.task_assign, name="task_assign"),
    path("nhiem-vu/<int:pk>/sua/", tasks.task_edit, name="task_edit"),
    path("nhiem-vu/<int:pk>/su-kien/<int:number>/", triggers.trigger_record, name="trigger_record"),
    path("nhiem-vu/<int:pk>/quyet-dinh/", task_more.task_decide, name="task_decide"),
    path("nhiem-vu/<int:pk>/viec-con/", task_more.part_new, name="part_new"),
    path("viec-con/<int:pk>/", task_more.part_done, name="part_done"),
    path("nhiem-vu/<int:pk>/kinh-phi/", task_more.budget_new, name="budget_new"),
    path("kinh-phi/<int:pk>/bo/", task_more.budget_remove, name="budget_remove"),
    path("su-kien/<int:pk>/rut/", triggers.trigger_withdraw, name="trigger_withdraw"),
    path("su-kien/<int:pk>/tep/", triggers.trigger_file, name="trigger_file"),
    path("tai-lieu/<int:pk>/", evidence.evidence_file, name="evidence_file"),
    path("tai-lieu/<int:pk>/rut/", evidence.evidence_withdraw, name="evidence_withdraw"),
    *intake,
]
