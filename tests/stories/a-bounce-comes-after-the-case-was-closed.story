story A bounce comes after the case was closed: the contact is not used again
# The e-mail of the first cycle comes back when the next invoice is already there.
contact email anna
contact email bruno
show send fail close
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 10:00 payment P-1 800.00 EUR for F-1
2026-10-06 07:00 invoice F-2 900.00 EUR due 2026-10-07
2026-10-07 09:00 bounce email anna
until 2026-10-08
=> 2026-10-02 08:30:00 send level1 email:anna items F-1:800.00@1 net 800.00 EUR
=> 2026-10-05 10:00:00 close paid
=> 2026-10-07 09:00:00 fail level1 email:anna
=> 2026-10-08 08:30:00 send level1 email:bruno items F-2:900.00@1 net 900.00 EUR
