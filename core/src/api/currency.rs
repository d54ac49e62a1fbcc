//! Currencies.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// A currency, by its ISO 4217 code. (Source: Craftgate's "Para Birimleri".)
    pub enum Currency {
        /// Turkish lira.
        Try = "TRY",
        Usd = "USD",
        Eur = "EUR",
        Gbp = "GBP",
        Ars = "ARS",
        Brl = "BRL",
        Cny = "CNY",
        Aed = "AED",
        Iqd = "IQD",
        Azn = "AZN",
        Kzt = "KZT",
        Kwd = "KWD",
        Sar = "SAR",
        Bhd = "BHD",
        Rub = "RUB",
        Jpy = "JPY",
        Egp = "EGP",
        Mxn = "MXN",
        Ron = "RON",
    }
}

impl Currency {
    /// Returns the number of decimals of an amount, by ISO 4217. `None` for a currency that this version does not list.
    ///
    /// ```
    /// use craftgate_core::Currency;
    ///
    /// assert_eq!(Currency::Try.decimals(), Some(2));
    /// assert_eq!(Currency::Jpy.decimals(), Some(0));
    /// ```
    #[must_use]
    pub fn decimals(&self) -> Option<u32> {
        match self {
            Self::Jpy => Some(0),
            Self::Bhd | Self::Iqd | Self::Kwd => Some(3),
            Self::Unrecognized(_) => None,
            _ => Some(2),
        }
    }
}
