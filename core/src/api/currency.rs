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
