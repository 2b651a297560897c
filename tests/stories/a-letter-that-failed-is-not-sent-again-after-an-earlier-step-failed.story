story A letter that failed is not sent again after an earlier step failed
# level3's letter fails, then level2's e-mail bounces too. level2 goes to the new address, and level3 remembers who failed for it.
scenario good-payer
show send fail level task
2027-06-22 09:00 invoice F-1 300.00 EUR due 2027-05-24
2027-07-26 08:31 failure eregistered
2027-07-26 14:00 bounce email
2027-08-29 06:00 contact add email anna
until 2027-09-16
=> 2027-06-23 08:30:00 task call F-1
=> 2027-06-23 08:30:00 send level1 email items F-1:300.00@1 net 300.00 EUR
=> 2027-06-23 08:30:00 level 1
=> 2027-06-30 08:30:00 send level2 email items F-1:300.00@2 net 300.00 EUR
=> 2027-06-30 08:30:00 level 2
=> 2027-07-07 08:30:00 send level3 eregistered items F-1:300.00@3 net 300.00 EUR
=> 2027-07-07 08:30:00 level 3
=> 2027-07-26 08:31:00 fail level3 eregistered
=> 2027-07-26 08:31:00 task find_contact level3
=> 2027-07-26 08:31:00 level 2
=> 2027-07-26 14:00:00 fail level2 email
=> 2027-07-26 14:00:00 task find_contact level2
=> 2027-07-26 14:00:00 level 1
=> 2027-08-30 08:30:00 send level2 email:anna items F-1:300.00@2 net 300.00 EUR attempt 2
=> 2027-08-30 08:30:00 level 2
=> 2027-09-06 08:30:00 task find_contact level3
