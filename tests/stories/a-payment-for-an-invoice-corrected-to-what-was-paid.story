story A payment for an invoice that was corrected to what was paid
# The invoice is known: what is paid beyond it waits for no next version, a person allocates it.
show settle close task
2026-09-01 09:00 invoice F-1 800.00 EUR due 2026-10-01
2026-09-01 10:00 payment P-1 300.00 EUR for F-1
2026-09-02 09:00 invoice F-1 version 2 300.00 EUR due 2026-10-01
2026-09-03 09:00 payment P-2 500.00 EUR for F-1
until 2026-09-05
=> 2026-09-02 09:00:00 settle F-1 corrected
=> 2026-09-02 09:00:00 close corrected
=> 2026-09-03 09:00:00 task allocate P-2
