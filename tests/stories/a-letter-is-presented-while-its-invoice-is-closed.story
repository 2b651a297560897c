story A letter is presented while its invoice is closed
# The payment comes back: the gap to the formal notice counts from the day of the letter's presentation.
show send count close reopen task
2026-09-11 09:00 invoice F-1 800.00 EUR due 2026-09-04
2026-10-04 02:30 payment P-2 800.00 EUR for F-1
2026-10-12 14:00 refused eregistered
2026-10-19 00:00 reverse P-2
until 2026-10-27
=> 2026-09-14 08:30:00 send level1 email items F-1:800.00@1 net 800.00 EUR
=> 2026-09-21 08:30:00 send level2 email+sms items F-1:800.00@2 net 800.00 EUR
=> 2026-09-22 08:30:00 task call F-1
=> 2026-09-28 08:30:00 send level3 eregistered items F-1:800.00@3 net 800.00 EUR
=> 2026-10-04 02:30:00 close paid
=> 2026-10-12 14:00:00 count level3 2026-10-12
=> 2026-10-19 00:00:00 reopen F-1 level 3
=> 2026-10-20 08:30:00 task approve formal_notice items F-1:800.00@4 net 800.00 EUR
