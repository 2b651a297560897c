story A call that was blocked, taken, and is blocked again
scenario good-payer
show block task
2026-10-01 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-01 07:00 invoice F-2 900.00 EUR due 2026-10-05
2026-10-02 08:00 feed stale
2026-10-06 08:00 feed fresh
2026-10-07 08:00 feed stale
until 2026-10-09
=> 2026-10-05 08:30:00 block check stale
=> 2026-10-06 08:30:00 task call F-1
=> 2026-10-08 08:30:00 block check stale
