//! What a card is, whatever is done with it.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// How a card is paid off.
    pub enum CardType {
        CreditCard = "CREDIT_CARD",
        /// Charged to an account. Prefer 3D Secure.
        DebitCard = "DEBIT_CARD",
        /// Loaded beforehand. Prefer 3D Secure, as for debit cards.
        PrepaidCard = "PREPAID_CARD",
    }
}

open_enum! {
    /// The scheme that a card belongs to.
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
    /// Whether a stored card can still be used.
    pub enum CardExpiryStatus {
        Expired = "EXPIRED",
        WillExpireNextMonth = "WILL_EXPIRE_NEXT_MONTH",
        NotExpired = "NOT_EXPIRED",
    }
}
