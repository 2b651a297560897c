story A step forced after a later call raises the level
# call1 comes after level2 in the plan: level2, forced afterwards, is still a message of level 2.
show level task send
2026-10-01 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-02 09:00 force call1 F-1 by anna and bruno reason he asked for a call
2026-10-05 09:00 force level2 F-1 by anna and bruno reason he asked for a letter
until 2026-10-08
=> 2026-10-02 08:30:00 send level1 email items F-1:800.00@1 net 800.00 EUR
=> 2026-10-02 08:30:00 level 1
=> 2026-10-02 09:00:00 task call F-1
=> 2026-10-05 09:00:00 send level2 email+sms items F-1:800.00@2 net 800.00 EUR forced
=> 2026-10-05 09:00:00 level 2
