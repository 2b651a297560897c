story A forced formal notice leaves the approval of another invoice alone
show task send refuse
2026-11-05 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-11-05 07:00 history F-1 level 3 notice 2026-10-23
2026-11-05 07:00 invoice F-2 900.00 EUR due 2026-11-02
2026-11-05 10:00 force formal_notice F-2 by anna and bruno reason debtor moves abroad
2026-11-06 10:00 approve formal_notice by anna
until 2026-11-06
=> 2026-11-05 08:30:00 task approve formal_notice items F-1:800.00@4 net 800.00 EUR
=> 2026-11-05 08:30:00 send level1 email items F-2:900.00@1 also F-1:800.00@3 net 1700.00 EUR
=> 2026-11-05 10:00:00 send formal_notice registered items F-2:900.00@4 net 900.00 EUR forced
=> 2026-11-06 10:00:00 send formal_notice registered items F-1:800.00@4 net 800.00 EUR
