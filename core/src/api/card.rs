//! Kinds of cards, which several areas share.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// The kind of a card. (Source: Craftgate's "Kart Tipleri".)
    pub enum CardType {
        CreditCard = "CREDIT_CARD",
        /// A debit card. Prefer 3D Secure.
        DebitCard = "DEBIT_CARD",
        /// A prepaid card. Prefer 3D Secure.
        PrepaidCard = "PREPAID_CARD",
    }
}

open_enum! {
    /// A card scheme.
    pub enum CardAssociation {
        Visa = "VISA",
        MasterCard = "MASTER_CARD",
        Amex = "AMEX",
        Troy = "TROY",
        Jcb = "JCB",
        UnionPay = "UNION_PAY",
        Maestro = "MAESTRO",
        Discover = "DISCOVER",
        DinersClub = "DINERS_CLUB",
    }
}

open_enum! {
    /// Whether a stored card has expired.
    pub enum CardExpiryStatus {
        Expired = "EXPIRED",
        WillExpireNextMonth = "WILL_EXPIRE_NEXT_MONTH",
        NotExpired = "NOT_EXPIRED",
    }
}
