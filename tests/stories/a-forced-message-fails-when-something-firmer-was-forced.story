story A forced message fails when something firmer was forced since
# The hand-over, forced on Friday evening, waits for the window; the message that comes back does not replace it.
show send fail handover
2026-10-16 07:00 invoice F-1 800.00 EUR due 2026-10-12
2026-10-21 14:30 force level1 F-1 by anna and bruno reason he lost the first
2026-10-23 19:00 force handover F-1 by anna and bruno reason debtor moves abroad
2026-10-24 14:30 bounce email
until 2026-10-26
=> 2026-10-16 08:30:00 send level1 email items F-1:800.00@1 net 800.00 EUR
=> 2026-10-21 14:30:00 send level1 email items F-1:800.00@1 net 800.00 EUR forced
=> 2026-10-24 14:30:00 fail level1 email
=> 2026-10-26 08:30:00 handover items F-1:800.00@5 net 800.00 EUR forced
