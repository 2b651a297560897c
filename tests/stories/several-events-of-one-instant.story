story Several events of one instant are handled in their order
# The hold comes first, then the dispute of another person, then the debtor pays one of the two invoices.
show hold dispute settle release send
2026-10-01 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-01 07:00 invoice F-2 900.00 EUR due 2026-10-01
2026-10-02 08:30 hold F-1 until 2026-10-05
2026-10-02 08:30 dispute DI-1 F-2 price 100.00 EUR
2026-10-02 08:30 payment P-1 800.00 EUR for F-1
until 2026-10-02
=> 2026-10-02 08:30:00 hold F-1 manual until 2026-10-05
=> 2026-10-02 08:30:00 dispute DI-1 open
=> 2026-10-02 08:30:00 hold F-2:100.00 dispute until 2026-10-09
=> 2026-10-02 08:30:00 settle F-1 paid
=> 2026-10-02 08:30:00 send level1 email items F-2:800.00@1 net 800.00 EUR
