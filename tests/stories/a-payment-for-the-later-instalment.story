story A payment for the later instalment leaves the earlier one open
# An ERP that knows the maturity names it; money that comes back reopens that one.
show all
until 2026-10-26
2026-09-01 09:00 invoice F-1 1000.00 EUR in 400.00 due 2026-09-18, 600.00 due 2026-10-20
2026-09-14 10:00 payment P-1 600.00 EUR for F-1/2
2026-09-21 11:00 payment P-2 500.00 EUR
2026-09-22 10:00 allocate P-2 to F-1/1 150.00
2026-10-12 09:00 reverse P-1
=> 2026-09-11 08:30:00 send preventive email items F-1/1:400.00 net 400.00 EUR
=> 2026-09-14 10:00:00 settle F-1/2 paid
=> 2026-09-21 08:30:00 send level1 email items F-1/1:400.00@1 net 400.00 EUR
=> 2026-09-21 08:30:00 level 1
=> 2026-09-21 11:00:00 hold case cash_to_allocate until 2026-09-24
=> 2026-09-21 11:00:00 task allocate P-2
=> 2026-09-21 11:00:00 level 0
=> 2026-09-25 00:00:00 release case cash_to_allocate
=> 2026-09-25 00:00:00 level 1
=> 2026-09-28 08:30:00 block level2 covered EUR
=> 2026-10-12 09:00:00 reopen F-1/2 level 0
=> 2026-10-13 08:30:00 send preventive email items F-1/2:600.00 credits 350.00 net 250.00 EUR
=> 2026-10-21 08:30:00 send level2 email+sms items F-1/1:250.00@2 F-1/2:600.00@1 credits 350.00 net 500.00 EUR
=> 2026-10-21 08:30:00 level 2
=> 2026-10-22 08:30:00 task call F-1/1
