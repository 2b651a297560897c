story A presentation without a date is of today
show count task
2026-11-05 07:00 invoice F-1 12000.00 EUR due 2026-09-01
2026-11-05 07:00 history F-1 level 3 notice 2026-10-23
2026-11-05 09:00 approve formal_notice by anna
2026-11-09 12:00 presented registered on 2026-11-06
2026-11-12 12:00 refused registered
until 2026-11-23
=> 2026-11-05 08:30:00 task approve formal_notice items F-1:12000.00@4 net 12000.00 EUR
=> 2026-11-09 12:00:00 count formal_notice 2026-11-06
=> 2026-11-12 12:00:00 count formal_notice 2026-11-12
=> 2026-11-20 08:30:00 task approve handover items F-1:12000.00@5 net 12000.00 EUR
