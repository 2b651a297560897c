story A document is missing, and its invoice is suspended besides
# The task of the suspension is done when the platform says so; the copy for level2 is still missing.
scenario per-item
show hold release task send
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 09:00 document F-1 missing
2026-10-07 09:00 status F-1 suspended
2026-10-08 09:00 status F-1 completed
until 2026-10-14
=> 2026-10-02 08:30:00 send level1 email items F-1:800.00@1 net 800.00 EUR
=> 2026-10-07 09:00:00 hold F-1 suspended until 2026-11-06
=> 2026-10-07 09:00:00 task document F-1
=> 2026-10-08 09:00:00 release F-1 suspended
=> 2026-10-12 08:30:00 task document F-1
