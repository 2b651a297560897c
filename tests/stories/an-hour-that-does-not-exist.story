story An hour that the clocks skip moves forward
show all
2027-03-28 02:30 invoice F-1 800.00 EUR due 2027-04-30
2027-03-28 02:30 callback CB-1 at 2027-03-28 03:45
until 2027-03-28
=> 2027-03-28 03:30:00 task callback CB-1 due 2027-03-28 03:45
=> 2027-03-28 03:45:00 alert callback CB-1
