#include "services/ledger/adapters/claim_words.h"

namespace relance::ledger {

const ClaimWords kFrenchClaimWords = {
    .language = "fr",
    .title = "Décompte de créance : retard de paiement",
    .title_of_item = "Décompte de retard : facture %document%",
    .subject = "Compte %account%, arrêté au %date%",
    .file_name = "decompte",
    .foot = "Arrêté au %date% · référentiel %book% · SHA-256 %digest%",
    .page = "page %page% sur %pages%",

    .creditor = "Créancier",
    .debtor = "Débiteur",
    .account = "Compte %account%",
    .account_of_entity = "chez %entity%",

    .as_of = "Arrêté au",
    .invoice = "Facture",
    .maturity = "Échéance n°",
    .version = "version %version%",
    .amount = "Montant TTC",
    .due_date = "Date d’échéance",
    .profile = "Régime",
    .basis = "Fondement",
    .rate_mode = "Taux",
    .floating = "celui de chaque semestre du retard",
    .frozen = "celui du semestre où le retard a commencé, pour toute sa durée",
    .contractual = "contractuel : %rate%",
    .day_count = "Décompte des jours",
    .act_365 = "jours exacts / 365",
    .act_act = "jours exacts / 365, / 366 les années bissextiles",
    .allocation = "Imputation",
    .principal_first = "sur le principal d’abord",
    .interest_first = "sur les intérêts échus d’abord, puis sur le principal",
    .insolvency = "Procédure",
    .insolvency_text = "procédure collective en cours : pas d’indemnité de recouvrement",

    .total_in = "Total en %currency%",
    .nothing_late = "À cette date, rien sur ce compte n’est ni n’a été payé en retard.",
    .never_late =
        "Cette échéance a été réglée à temps ou n’est pas encore échue : elle ne porte ni "
        "pénalités ni indemnité.",

    .segments = "Pénalités de retard, période par période",
    .from = "Du",
    .to = "Au",
    .days = "Jours",
    .open = "Principal dû",
    .rate = "Taux annuel",
    .rate_id = "Taux publié",
    .by_contract = "contrat",
    .interest = "Pénalités",
    .accrued = "Pénalités courues",

    .receipts = "Règlements et avoirs",
    .receipt = "Pièce",
    .payment = "Règlement %receipt%",
    .credit_note = "Avoir %receipt%",
    .receipt_amount = "Montant",
    .value_date = "Date de valeur",
    .to_interest = "Sur pénalités",
    .to_principal = "Sur principal",
    .surplus = "Excédent",

    .sums = "Créance arrêtée au %date%",
    .principal = "Principal",
    .interest_accrued = "Pénalités courues",
    .interest_settled = "Pénalités déjà réglées",
    .interest_owed = "Pénalités de retard",
    .indemnity = "Indemnité forfaitaire",
    .indemnity_short = "Indemnité",
    .indemnity_of = "Indemnité forfaitaire de recouvrement (%basis%)",
    .total = "Total",

    .acts = "Déjà facturé ou abandonné sur pénalités et indemnité",
    .act = "Acte",
    .act_as_of = "Décompte arrêté au",
    .billed = "Facturé séparément",
    .waived = "Abandonné",
    .left = "Pénalités et indemnité ni facturées ni abandonnées",
    .acts_note =
        "Les montants ci-dessus sont ceux de tout le retard : ce qui figure ici n’en est "
        "pas déduit.",

    .rates = "Taux publiés utilisés",
    .base = "Taux",
    .first_half = "de janvier à juin %year%",
    .second_half = "de juillet à décembre %year%",
    .source = "Source",
    .published = "Publié le",
    .not_established = "non établi",
    .state = "État",
    .confirmed = "confirmé",
    .to_be_confirmed = "à confirmer",

    .warnings = "Observations",
    .unconfirmed_notice =
        "À confirmer : ce décompte utilise des taux publiés qui n’ont pas encore "
        "été rapprochés de leur source officielle (%rates%).",
    .rate_below_floor =
        "Le taux contractuel de %rate% est inférieur au taux plancher légal de "
        "%floor% (%series%, %half_year%).",
    .floor_to_be_confirmed = "Ce plancher est à confirmer.",
    .floor_not_published =
        "Le taux contractuel de %rate% n’a pas été comparé au taux plancher "
        "légal : %series% n’est pas publié pour %half_year%.",
    .rate_to_be_confirmed = "Le taux %series% pour la période %half_year% est à confirmer.",
    .surplus_kept = "%amount% ont été reçus au-delà de ce qui était dû et ne sont pas déduits ici.",
    .indemnity_in_other_currency =
        "Une indemnité de %amount% est dans une autre devise et n’entre "
        "pas dans le total.",

    .how_days =
        "Les pénalités courent du lendemain de l’échéance ; le jour du règlement est "
        "compté.",
    .how_interest =
        "Pénalités = principal dû × taux × jours / jours de l’année, arrondies à "
        "l’unité mineure la plus proche à chaque ligne ; les lignes s’additionnent.",
    .how_rates =
        "Parmi les taux publiés, « 2026-1 » est celui de janvier à juin 2026, « 2026-2 » celui "
        "de juillet à décembre.",
    .how_digest =
        "L’empreinte en pied de page est celle du décompte calculé tel que le système du "
        "créancier le conserve : elle permet de rapprocher ce document de "
        "l’enregistrement.",
};

}  // namespace relance::ledger
