story Another instalment may go where one failed
# A failed contact is not used for this step of these items: the next instalment is another item.
show send fail plan task
2027-04-02 19:00 invoice F-2 12000.00 EUR due 2027-04-16
2027-04-25 09:00 plan PL-1 EUR for F-2 down 4000.00 by 2027-05-01 then 4000.00 on 2027-05-16, 4000.00 on 2027-06-05
2027-04-28 00:00 payment P-1 4000.00 EUR for F-2
2027-05-13 14:00 failure email
2027-05-14 10:00 payment P-2 4000.00 EUR for F-2
until 2027-06-03
=> 2027-04-09 08:30:00 send preventive email items F-2:12000.00 net 12000.00 EUR
=> 2027-04-19 08:30:00 send level1 email items F-2:12000.00@1 net 12000.00 EUR
=> 2027-04-25 09:00:00 plan PL-1 proposed
=> 2027-04-28 00:00:00 plan PL-1 active
=> 2027-05-13 08:30:00 send instalment email items PL-1/1:4000.00 net 4000.00 EUR
=> 2027-05-13 14:00:00 fail instalment email
=> 2027-05-13 14:00:00 task find_contact instalment
=> 2027-06-02 08:30:00 send instalment email items PL-1/2:4000.00 net 4000.00 EUR
