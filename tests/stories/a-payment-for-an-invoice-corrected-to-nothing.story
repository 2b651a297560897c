story A payment for an invoice that was corrected to nothing
# The invoice is known: the money does not wait for its next version, a person allocates it.
show settle close task reopen block
2026-09-01 09:00 invoice F-1 800.00 EUR due 2026-10-01
2026-09-02 09:00 invoice F-1 version 2 0.00 EUR due 2026-10-01
2026-09-03 09:00 payment P-1 800.00 EUR for F-1
2026-09-04 09:00 invoice F-1 version 3 800.00 EUR due 2026-10-01
until 2026-10-06
=> 2026-09-02 09:00:00 settle F-1 corrected
=> 2026-09-02 09:00:00 close corrected
=> 2026-09-03 09:00:00 task allocate P-1
=> 2026-09-04 09:00:00 reopen F-1 level 0
=> 2026-09-24 08:30:00 block preventive covered EUR
=> 2026-10-02 08:30:00 block level1 covered EUR
