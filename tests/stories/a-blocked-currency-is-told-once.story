story A blocked currency is told once, whatever leaves in another
# 40 USD wait for company while the euros go from step to step: their step "level1" leaves again and again, but never
# in dollars.
show block send
2026-09-28 09:00 invoice F-1 40.00 USD due 2026-10-01
2026-09-28 09:00 invoice F-2 800.00 EUR due 2026-10-01
2026-10-07 09:00 invoice F-3 900.00 EUR due 2026-10-08
until 2026-10-13
=> 2026-10-02 08:30:00 block level1 minimum USD
=> 2026-10-02 08:30:00 send level1 email items F-2:800.00@1 net 800.00 EUR
=> 2026-10-09 08:30:00 send level1 email items F-3:900.00@1 also F-2:800.00@1 net 1700.00 EUR
