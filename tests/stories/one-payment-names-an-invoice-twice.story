story One payment names an invoice twice: it is one payment
# 500 and the rest: the item is paid, not closed by tolerance on the way. 250 and the rest are one half: five business days.
show settle task close send
2026-10-02 07:00 invoice F-1 503.00 EUR due 2026-10-01
2026-10-02 07:00 invoice F-2 600.00 EUR due 2026-10-01
2026-10-05 10:00 payment P-1 503.00 EUR for F-1 500.00, F-1
2026-10-06 10:00 payment P-2 300.00 EUR for F-2 200.00, F-2
until 2026-10-19
=> 2026-10-02 08:30:00 send level1 email items F-1:503.00@1 F-2:600.00@1 net 1103.00 EUR
=> 2026-10-05 10:00:00 settle F-1 paid
=> 2026-10-19 08:30:00 send level2 email+sms items F-2:300.00@2 net 300.00 EUR
