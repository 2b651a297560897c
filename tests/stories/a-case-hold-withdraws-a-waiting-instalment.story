story A case hold withdraws a waiting instalment
# The reminder of an instalment has no item of its own: the hold of its case is why it may not leave.
show queue withdraw hold
2026-11-02 09:00 invoice F-4 1200.00 EUR due 2026-10-25
2026-11-02 10:00 plan PL-1 EUR for F-4 down 400.00 by 2026-11-09 then 400.00 on 2026-12-07, 400.00 on 2027-01-07
2026-11-05 10:00 payment P-1 400.00 EUR for F-4
2026-12-03 10:00 notifier down
2026-12-04 14:00 hold case until 2027-01-01 reason goodwill
2026-12-04 15:00 notifier up
until 2026-12-05
=> 2026-11-02 10:00:00 hold F-4 plan until 2026-11-09
=> 2026-11-05 10:00:00 hold F-4 plan until 2027-01-12
=> 2026-12-04 08:30:00 queue instalment items PL-1/1:400.00 net 400.00 EUR
=> 2026-12-04 14:00:00 hold case goodwill until 2027-01-01
=> 2026-12-04 15:00:00 withdraw instalment held
