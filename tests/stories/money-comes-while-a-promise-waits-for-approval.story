story Money comes while a promise waits for its approval
# What is allocated after the promise was recorded counts, also before a person agreed to its date.
show promise hold release
2026-10-02 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-06 10:00 promise PR-1 9000.00 EUR by 2026-10-19 for F-1
2026-10-07 10:00 payment P-1 3000.00 EUR for F-1
2026-10-08 10:00 approve PR-1 by anna
2026-10-13 10:00 payment P-2 6000.00 EUR for F-1
until 2026-10-31
=> 2026-10-06 10:00:00 promise PR-1 far
=> 2026-10-08 10:00:00 promise PR-1 open
=> 2026-10-08 10:00:00 hold F-1 promise until 2026-10-21
=> 2026-10-13 10:00:00 promise PR-1 kept count 0
=> 2026-10-13 10:00:00 release F-1 promise
