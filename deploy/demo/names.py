"""Invented debtors. Their mailboxes are under .example, which nobody can own."""

COMPANIES = {
    "FR01": (
        ["Ateliers", "Établissements", "Maison", "Transports", "Menuiserie", "Imprimerie", "Boulangerie",
         "Garage", "Laiterie", "Pépinières", "Métallerie", "Cartonnages", "Verrerie", "Scierie", "Plomberie"],
        ["Aubrac", "Bellerive", "Carmaux", "Dournon", "Estérel", "Fontanges", "Garrigues", "Hautefeuille",
         "Isigny", "Jarnac", "Kerouan", "Lauzerte", "Marcillac", "Nérac", "Orgelet", "Pontorson"],
        ["SARL", "SAS", "SA", "SCOP"]),
    "GB01": (
        ["Ashdown", "Brackley", "Calder", "Dunmore", "Eastgate", "Fenwick", "Garside", "Hollin", "Inkpen",
         "Kelham", "Lydford", "Marston", "Netherby", "Oakhurst", "Penhale", "Rushmere"],
        ["Joinery", "Logistics", "Foods", "Packaging", "Textiles", "Engineering", "Nurseries", "Printing",
         "Glazing", "Dairy", "Motors", "Bakery", "Timber", "Fabrications"],
        ["Ltd", "LLP", "plc"]),
    "US01": (
        ["Amber Creek", "Blue Heron", "Cedar Falls", "Dry Fork", "Eagle Butte", "Fox Hollow", "Granite Bay",
         "Harbor Point", "Iron Gate", "Juniper", "Kettle River", "Lone Pine", "Mesa Verde", "North Fork"],
        ["Supply", "Hardware", "Foods", "Freight", "Tooling", "Growers", "Printing", "Builders", "Glass"],
        ["Inc.", "LLC", "Corp."]),
}

FIRST = {
    "FR01": ["Amélie", "Bastien", "Chloé", "Damien", "Élodie", "Fabrice", "Gaëlle", "Hervé", "Inès", "Julien",
             "Laëtitia", "Maël", "Noémie", "Océane", "Pascal", "Romain"],
    "GB01": ["Alice", "Ben", "Catherine", "Dylan", "Emma", "Freya", "George", "Harriet", "Imogen", "Jack",
             "Lucy", "Megan", "Owen", "Priya", "Rhys", "Sophie"],
    "US01": ["Ashley", "Brandon", "Camila", "Derek", "Emily", "Frank", "Grace", "Hector", "Irene", "Jordan",
             "Kayla", "Luis", "Monica", "Nathan", "Olivia", "Paul"],
}

LAST = {
    "FR01": ["Arnaud", "Besson", "Charpentier", "Delmas", "Étienne", "Fouquet", "Guichard", "Hamelin", "Jolivet",
             "Lacombe", "Mallet", "Noiret", "Pasquier", "Quémener", "Rivière", "Tessier"],
    "GB01": ["Abbott", "Barlow", "Chapman", "Doyle", "Ellison", "Frost", "Gibbs", "Hartley", "Ingram", "Kerr",
             "Lowe", "Mercer", "Nash", "Pritchard", "Rowe", "Whitaker"],
    "US01": ["Alvarez", "Bennett", "Carter", "Dawson", "Ellis", "Flores", "Grant", "Hayes", "Jensen", "Keller",
             "Lopez", "Miller", "Nguyen", "Parker", "Reyes", "Turner"],
}
