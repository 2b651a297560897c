story A strained payer is called first, and a plan keeps the messages away
scenario strained
show task send plan
2026-09-01 09:00 invoice F-1 1200.00 EUR due 2026-10-01
2026-10-02 10:00 plan PL-1 EUR for F-1 down 300.00 by 2026-10-05 then 450.00 on 2026-11-05, 450.00 on 2026-12-07
2026-10-05 09:00 payment P-1 300.00 EUR for F-1
2026-11-02 09:00 payment P-2 450.00 EUR for F-1
2026-12-04 09:00 payment P-3 450.00 EUR for F-1
until 2026-12-31
=> 2026-10-02 08:30:00 task call F-1
=> 2026-10-02 10:00:00 plan PL-1 proposed
=> 2026-10-05 09:00:00 plan PL-1 active
=> 2026-11-02 08:30:00 send instalment email items PL-1/1:450.00 net 450.00 EUR
=> 2026-12-04 08:30:00 send instalment email items PL-1/2:450.00 net 450.00 EUR
=> 2026-12-04 09:00:00 plan PL-1 completed
