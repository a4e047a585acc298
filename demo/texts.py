"""What the comrades of the demo write: invented, in the words that offices use."""

from __future__ import annotations

NOTES = {
    "1.1": "Chi bộ đã ban hành nghị quyết năm và kế hoạch công tác quý; hoàn thành 10/11 nội dung.",
    "1.2": "Thu các loại quỹ đạt 102%; không để xảy ra điểm nóng về an ninh trật tự.",
    "1.3": "100% đảng viên đăng ký học tập và làm theo Bác; đã tổ chức 4 buổi sinh hoạt chuyên đề.",
    "1.4": "Đã giám sát 2/2 cuộc theo chương trình; giải quyết xong kiến nghị về thoát nước.",
    "1.5": "Kết nạp 2 đảng viên, vượt 1 đồng chí so với chỉ tiêu được giao.",
    "2.1": "Sinh hoạt đủ 12 kỳ; tỷ lệ đảng viên dự sinh hoạt bình quân 91%.",
    "2.2": "Đã học tập 5 nghị quyết, thông qua chương trình hành động; điểm bình quân 94.",
    "3.1": "Quy chế làm việc được bổ sung đầu năm và thực hiện nghiêm túc.",
    "3.2": "Kỳ sinh hoạt nào cũng có từ 6 đồng chí phát biểu; nội bộ đoàn kết.",
    "3.3": "Trong năm không có đảng viên vi phạm.",
    "3.4": "Chấp hành giờ giấc, chế độ báo cáo; nộp đảng phí đúng hạn.",
    "3.5": "Ban công tác Mặt trận và 4 đoàn thể đều được xếp loại hoàn thành tốt nhiệm vụ trở lên.",
    "4.1": "100% đảng viên cam kết tu dưỡng, rèn luyện; không có biểu hiện suy thoái.",
    "4.2": "96% đảng viên được xếp loại hoàn thành tốt nhiệm vụ trở lên; có 2 cách làm hay.",
    "4.3": "Đảng viên được phân công nhiệm vụ 100%; hoàn thành đúng hạn 95%.",
    "4.4": "Kiểm điểm nghiêm túc; Nhân dân góp ý 12 lượt, đã tiếp thu và giải trình.",
}
# Bonuses and penalties that cells claim themselves: how often, and what for.
CLAIMS = {
    "mo-hinh-moi": (1, "Mô hình «Ngõ không rác», phường giới thiệu cho 5 chi bộ học tập."),
    "bao-cao-cham": (1, "Báo cáo tháng 4 nộp chậm hai ngày."),
}
COUNTED_ALONE = {"bao-cao-cham": (0, "Văn phòng đã cho lùi hạn báo cáo tháng 4.")}
SOURCE = "Báo cáo của Ban công tác Mặt trận và sổ đảng viên"
# Papers that a cell photographed through the year: the file, what it shows, its criterion.
PAPERS = (
    ("nghi-quyet-nam.jpg", "Nghị quyết năm của chi bộ", "1.1"),
    ("chuyen-de-quy-1.jpg", "Biên bản sinh hoạt chuyên đề quý I", "1.3"),
    ("giam-sat-dang-vien.jpg", "Thông báo kết quả giám sát đảng viên", "1.4"),
    ("bien-ban-thang-6.jpg", "Biên bản sinh hoạt tháng 6", "2.1"),
    ("ra-quan-ve-sinh.jpg", "Ra quân vệ sinh tổ dân phố", ""),
    ("xep-loai-doan-the.jpg", "Kết quả xếp loại các đoàn thể", "3.5"),
    ("lay-y-kien-nhan-dan.jpg", "Biên bản lấy ý kiến Nhân dân", ""),
)
NO_ADMISSIONS = "Năm nay chi bộ không được giao chỉ tiêu kết nạp đảng viên."
MINUTES = "Theo biên bản số {number:02d}-BB/CB."  # no two cells say the same
COPIED = ("4.1",)  # but here two do, word for word, as appraisers find it in life
COPIERS = (3, 4)
PARTLY_MET = {
    "1.2": "Hai chỉ tiêu về vệ sinh môi trường đạt 87%, chưa đạt mức giao.",
    "3.4": "Có hai kỳ báo cáo tháng gửi chậm.",
    "4.3": "Ba việc được phân công hoàn thành chậm so với tiến độ.",
}
LOWERED = {
    "1.2": "Đối chiếu bảng chỉ tiêu, còn hai chỉ tiêu chưa đạt.",
    "3.4": "Sổ theo dõi của văn phòng ghi hai kỳ báo cáo chậm.",
    "2.1": "Sổ nghị quyết thiếu hai kỳ sinh hoạt.",
    "3.3": "Trong năm có một trường hợp bị nhắc nhở bằng văn bản, đề nghị xem xét thêm.",
}

SIGNED_COPY = "Bản đăng ký có chữ ký của đồng chí bí thư, nộp tại văn phòng"
REGISTRATION_RETURNED = (
    "Cam kết nhóm 2 chưa nêu tỷ lệ dự sinh hoạt; đề nghị chi bộ bổ sung và biểu quyết lại."
)
NOT_TAKING_PART = "Chi bộ mới kiện toàn cấp ủy, xin không đăng ký năm nay."
WITHDRAWN = "Chi bộ chuẩn bị sáp nhập tổ dân phố nên xin rút đăng ký."
PILOT = "Chi bộ có nền nếp sinh hoạt tốt, cấp ủy đồng đều, đủ điều kiện làm điểm."
SUPPLEMENT = "Đề nghị chi bộ bổ sung bảng chỉ tiêu và nhận xét xếp loại các đoàn thể."
ASKED = {
    "1.2": "Đề nghị gửi bảng chỉ tiêu có xác nhận của Ban công tác Mặt trận.",
    "3.5": "Thiếu nhận xét xếp loại của Chi hội Cựu chiến binh.",
}
ASKED_OF_CLAIMS = {"mo-hinh-moi": "Đề nghị gửi văn bản giới thiệu mô hình của phường."}
ON_HOLD = "Đang xác minh một nội dung kiến nghị của Nhân dân; chưa có kết luận."
INSPECTION_FINDS = "Qua rà soát, trong năm không có đảng viên bị xử lý kỷ luật."
INSPECTION_FLAGS = "Có một nội dung cần làm rõ thêm trước khi họp."
ABSENT = "Đi công tác"
RETURNED_TO_WARD = "Biên bản họp chưa ghi rõ số đồng chí vắng; đề nghị phường bổ sung rồi gửi lại."
CITY_FINDS = "Hồ sơ đầy đủ, đúng quy trình, đủ điều kiện trình Ban Thường vụ."
RECONSIDER_WARD = "Chi bộ đã bổ sung minh chứng về chỉ tiêu, đề nghị Ban Thường vụ xem xét lại."
RECONSIDER_CITY = "Chi bộ đã khắc phục xong tồn tại về tài chính, đề nghị xem xét lại."

COMMITTEE_SOURCE = "Báo cáo tổng kết năm của Đảng ủy"
COMMITTEE_PAPERS = (
    ("3.2", "xac-nhan-kiem-tra.jpg", "Xác nhận của Ủy ban Kiểm tra Đảng ủy"),
    ("1.1", "ke-hoach-nam.jpg", "Nghị quyết và kế hoạch năm của Đảng ủy"),
    ("1.5", "chuong-trinh-kiem-tra.jpg", "Chương trình kiểm tra, giám sát năm"),
)
COMMITTEE_PARTLY = ("2.3",)
COMMITTEE_NOTES = {
    "1.1": "Ban hành nghị quyết năm, 4 kế hoạch quán triệt nghị quyết của cấp trên trong 30 ngày.",
    "1.2": "Các chỉ tiêu theo nghị quyết của đảng bộ đều đạt và vượt.",
    "1.3": "Chính quyền, Mặt trận và 5 đoàn thể được xếp loại hoàn thành tốt nhiệm vụ trở lên.",
    "1.4": "98% hồ sơ giải quyết đúng hạn; tổ chức 2 hội nghị đối thoại với Nhân dân.",
    "1.5": "Hoàn thành 6/6 cuộc kiểm tra, 4/4 cuộc giám sát theo chương trình.",
    "1.6": "Kết nạp 9 đảng viên, chỉ tiêu được giao là 8.",
    "2.1": "Đảng ủy họp 12 kỳ, Ban Thường vụ họp 24 kỳ, đúng quy chế làm việc.",
    "2.2": "Các chi bộ trực thuộc có điểm sinh hoạt bình quân từ loại tốt.",
    "2.3": "Còn hai đồng chí đảng ủy viên vắng ba kỳ sinh hoạt ở chi bộ được phân công.",
    "2.4": "Đảng ủy chủ trì 4 buổi sinh hoạt chuyên đề.",
    "3.1": "Nội bộ đoàn kết, thực hiện nghiêm nguyên tắc tập trung dân chủ.",
    "3.2": "Trong năm không có cấp ủy viên, tổ chức trực thuộc bị kỷ luật.",
    "3.3": "Giải quyết 3/3 đơn thư đúng thời hạn.",
    "3.4": "Đã khắc phục xong 3 hạn chế nêu tại hội nghị kiểm điểm năm trước.",
    "4.1": "Đảng ủy đã xét xếp loại các chi bộ trực thuộc, chờ kết quả của cấp trên.",
    "4.2": "Đảng ủy đã đề nghị công nhận các chi bộ đủ điều kiện.",
    "4.3": "96% đảng viên được xếp loại hoàn thành tốt nhiệm vụ trở lên.",
    "4.4": "Rà soát quy hoạch đúng hạn; cử 11 đồng chí đi đào tạo, bồi dưỡng.",
}
