//! What the members of one object say of each other, where the name of one alone says too little: the details of a bank, a
//! card, whoever is insured.

use super::super::detect::{CARD_MONTH, CARD_YEAR};

/// What the names of an object's members say that it describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Details {
    /// An account at a bank.
    bank: bool,
    /// A payment card.
    card: bool,
}

impl Details {
    /// What a member of this plain name says of its object.
    pub(super) fn told_by(name: &str) -> Self {
        Self { bank: BANKS.contains(&name), card: CARDS.contains(&name) }
    }

    /// The same with what another member says.
    pub(super) fn and(self, other: Self) -> Self {
        Self { bank: self.bank || other.bank, card: self.card || other.card }
    }
}

/// Members that stand beside the number of an account at a bank.
const BANKS: [&str; 27] = [
    "routing",
    "routingnumber",
    "routingno",
    "aba",
    "abanumber",
    "bsb",
    "sortcode",
    "blz",
    "bankleitzahl",
    "transit",
    "transitnumber",
    "ifsc",
    "ifsccode",
    "clearing",
    "clearingnumber",
    "clearingnummer",
    "swift",
    "bic",
    "agencia",
    "ag\u{ea}ncia",
    "bank",
    "bankname",
    "bankcode",
    "banco",
    "banque",
    "banca",
    "institutionnumber",
];
/// What the account is called beside them, and the branch that keeps it.
const ACCOUNTS: [&str; 15] = [
    "account", "acct", "acno", "acc", "konto", "compte", "cuenta", "conta", "conto", "rekening", "numero", "cc",
    "ucet", "tili", "cont",
];
const BRANCHES: [&str; 8] =
    ["transit", "branch", "branchcode", "agencia", "ag\u{ea}ncia", "ag", "clearing", "clearingnumber"];
/// Members that stand beside the number of a payment card.
const CARDS: [&str; 14] = [
    "cardnumber",
    "cvc",
    "cvv",
    "cvv2",
    "cardholder",
    "cardholdername",
    "nameoncard",
    "expmonth",
    "expyear",
    "expirymonth",
    "expiryyear",
    "expirationmonth",
    "expirationyear",
    "pan",
];
/// What the day is called on which a card expires.
const EXPIRIES: [&str; 6] = ["exp", "expiry", "expires", "expiration", "expirydate", "expirationdate"];
/// The same of its month and its year.
const MONTHS: [&str; 3] = ["expmonth", "expirymonth", "expirationmonth"];
const YEARS: [&str; 3] = ["expyear", "expiryyear", "expirationyear"];
/// Objects that describe whoever is insured.
const INSURED: [&str; 5] = ["subscriber", "insured", "policyholder", "beneficiary", "planmember"];
/// Lists of codes that let somebody in.
const CODES: [&str; 6] = ["usercodes", "alarmcodes", "doorcodes", "accesscodes", "entrycodes", "gatecodes"];
/// Objects that tell how a device is asked about itself.
const ASKED: [&str; 3] = ["snmp", "snmpv2", "snmpv2c"];
/// What the lists of the versions of a product end with, in which each has a name: `fixVersions`.
const VERSIONS: [&str; 2] = ["version", "versions"];

/// What the name of a member may mean where those beside it, or that of its object, say so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing but what it says.
    #[default]
    Other,
    Account,
    Branch,
    Code,
    SecurityCode,
    Expiry,
    Month,
    Year,
    Id,
    Name,
    Community,
}

impl Part {
    /// What a plain name may mean.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "code" => Self::Code,
            "securitycode" => Self::SecurityCode,
            "id" => Self::Id,
            "name" => Self::Name,
            "community" => Self::Community,
            _ if ACCOUNTS.contains(&name) => Self::Account,
            _ if BRANCHES.contains(&name) => Self::Branch,
            _ if EXPIRIES.contains(&name) => Self::Expiry,
            _ if MONTHS.contains(&name) => Self::Month,
            _ if YEARS.contains(&name) => Self::Year,
            _ => Self::Other,
        }
    }

    /// What the value of such a member is called in an object with these details that stands under a plain name.
    pub(super) fn label(self, under: &str, details: Details) -> Option<&'static str> {
        let is_card = || details.card || under.ends_with("card");
        match self {
            Self::Account if details.bank => Some("bank account number"),
            Self::Branch if details.bank => Some("account number"),
            Self::Code | Self::SecurityCode if is_card() => Some("card security code"),
            Self::Code if CODES.contains(&under) => Some("door code"),
            Self::Expiry if is_card() => Some("card expiry"),
            Self::Month => Some(CARD_MONTH),
            Self::Year => Some(CARD_YEAR),
            Self::Id if INSURED.contains(&under) => Some("subscriber id"),
            Self::Name if VERSIONS.iter().any(|end| under.ends_with(end)) => Some("version"),
            Self::Community if ASKED.contains(&under) => Some("snmp community"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Policy, Redactor, Tally};

    fn redacted(text: &str) -> String {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        redactor.json(text, &mut Tally::new()).into_owned()
    }

    #[test]
    fn an_account_is_told_by_the_code_of_its_bank() {
        for (record, account) in [
            (r#"{"pay":{"routing":"021000021","account":"4120087716"}}"#, "4120087716"),
            (r#"{"bank":{"account":"1055 1806","bsb":"063-092"}}"#, "1055 1806"),
            (r#"{"institution":"815","transit":"30092","compte":"4457255"}"#, "4457255"),
        ] {
            assert!(!redacted(record).contains(account), "{record}");
        }
        for record in [r#"{"account":"4120087716","plan":"free"}"#, r#"{"bank":"left","account":"main"}"#] {
            assert_eq!(redacted(record), record);
        }
    }

    #[test]
    fn the_data_of_a_card_are_told_by_each_other() {
        let card = r#"{"card":{"number":"4491042935061788","expMonth":"2","code":"630","exp":"2028-03"}}"#;
        let left = redacted(card);
        assert!(!left.contains("630") && !left.contains("2028-03"), "{left}");
        for record in [r#"{"country":{"code":"630"}}"#, r#"{"token":{"exp":"2028-03"}}"#] {
            assert_eq!(redacted(record), record);
        }
    }

    #[test]
    fn whoever_is_insured_has_the_number_of_a_plan() {
        let left = redacted(r#"{"subscriber":{"id":"ZGP904417820"},"topic":{"id":"ZGP904417821"}}"#);
        assert!(!left.contains("ZGP904417820") && left.contains("ZGP904417821"), "{left}");
        assert!(!redacted(r#"{"snmp":{"community":"c0stav3rde-ro"}}"#).contains("c0stav3rde"));
    }
}
