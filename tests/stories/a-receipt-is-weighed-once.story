story A receipt is weighed once
# 600 of P-1 are free again after the case was closed: a person was told of P-1 when it came.
show task settle close
2026-10-01 09:00 payment P-1 1200.00 EUR for F-1
2026-10-02 09:00 invoice F-1 1200.00 EUR due 2026-10-05
2026-10-12 09:00 invoice F-1 version 2 600.00 EUR due 2026-10-05
until 2026-10-19
=> 2026-10-01 09:00:00 task allocate P-1
=> 2026-10-02 09:00:00 settle F-1 paid
=> 2026-10-02 09:00:00 close paid
