story Insolvency of a debtor who owes nothing today
# The claim is a task in each entity: what is invoiced later has to be declared too, and no message goes out.
show all
2026-10-05 07:00 insolvency published 2026-08-31
2026-10-06 07:00 invoice F-1 800.00 EUR due 2026-10-05
until 2026-10-12
=> 2026-10-05 07:00:00 insolvent
=> 2026-10-05 07:00:00 task claim due 2026-10-31
=> 2026-10-06 07:00:00 skip F-1 preventive expired
