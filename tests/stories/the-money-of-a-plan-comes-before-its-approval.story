story The money of a plan comes before its approval: it is completed at once
# Money counts from the proposal, and a plan without a down payment waits for a second person.
show plan hold release task send
2026-10-02 07:00 invoice F-1 1000.00 EUR due 2026-10-01
2026-10-05 10:00 plan PL-1 EUR for F-1 then 400.00 on 2026-11-16
2026-10-06 10:00 payment P-1 400.00 EUR for F-1
2026-10-07 10:00 approve PL-1 by bruno
until 2026-10-12
=> 2026-10-02 08:30:00 send level1 email items F-1:1000.00@1 net 1000.00 EUR
=> 2026-10-05 10:00:00 plan PL-1 awaiting_approval
=> 2026-10-05 10:00:00 task approve PL-1
=> 2026-10-07 10:00:00 plan PL-1 active
=> 2026-10-07 10:00:00 hold F-1 plan until 2026-11-19
=> 2026-10-07 10:00:00 plan PL-1 completed
=> 2026-10-07 10:00:00 release F-1 plan
=> 2026-10-12 08:30:00 send level2 email+sms items F-1:600.00@2 net 600.00 EUR
