story A letter that fails after a move goes on in the new plan
# level3 of bad-payer failed when per-item was already running: level 2 again, and the first step above it is level3.
# The call of level 2 is not asked.
scenario bad-payer
show fail send task level
2026-10-01 07:00 invoice F-1 800.00 EUR due 2026-09-14
2026-10-01 07:00 history F-1 level 2 notice 2026-09-25
2026-10-08 10:00 scenario per-item
2026-10-12 09:00 bounce registered
until 2026-10-13
=> 2026-10-01 07:00:00 level 2
=> 2026-10-01 08:30:00 send level3 registered items F-1:800.00@3 net 800.00 EUR
=> 2026-10-01 08:30:00 level 3
=> 2026-10-06 08:30:00 task approve formal_notice items F-1:800.00@4 net 800.00 EUR
=> 2026-10-12 09:00:00 fail level3 registered
=> 2026-10-12 09:00:00 send level3 eregistered items F-1:800.00@3 net 800.00 EUR attempt 2
