//! What certain alternative payment methods need in `additional_params`.
//!
//! | method | to start | to complete |
//! |---|---|---|
//! | Bizum | [`bizum_init`] | waits for the webhook |
//! | Chippin | its `apm_user_identity` | waits for the webhook |
//! | Edenred | its `apm_user_identity` | [`edenred_complete`] |
//! | instant transfer | [`instant_transfer_init`] | |
//! | iWallet | [`iwallet_init`] | [`iwallet_complete`] |
//! | İşPay, Kaspi, Multinet | nothing | the customer does, on a page or in an application |
//! | Klarna | [`klarna_init`] | |
//! | Metropol | [`metropol_init`] | [`metropol_complete`] |
//! | Paycell DCB | [`paycell_dcb_init`] | the code that the customer was sent; Craftgate's documentation does not name its key |
//! | Pluxee | [`pluxee_init`] and its `apm_user_identity` | nothing |
//! | Tompay | [`tompay_init`] | waits for the webhook |
//!
//! Bank transfers that the merchant has seen arrive and cash on delivery are recorded with
//! [`CreateApmPayment`](super::CreateApmPayment), which takes no such parameters.
//!
//! ```
//! use craftgate_core::payment::{Amounts, ApmType, InitApmPayment, PaymentItem, apm_params};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation};
//!
//! let price = Decimal::new(185_50, 2);
//! let payment = InitApmPayment::new(
//!     Amounts::same(price),
//!     ApmType::Sodexo,
//!     Currency::Try,
//!     [PaymentItem::new(price).name("Öğle yemeği")],
//! )
//! .apm_user_identity("5551112233")
//! .additional_params(apm_params::pluxee_init("843195"));
//!
//! let body = payment.body().unwrap().unwrap();
//! let body = String::from_utf8(body.into_bytes()).unwrap();
//! assert!(body.contains(r#""additionalParams":{"sodexoCode":"843195"}"#));
//! assert!(!format!("{payment:?}").contains("843195"));
//! ```

use crate::protocol::secret::Secret;
use crate::wire::json::JsonMap;

/// Starts a Bizum payment: the customer's telephone number, digits only, with the country's code.
#[must_use]
pub fn bizum_init(buyer_phone_number: &str) -> JsonMap {
    JsonMap::from([("buyerPhoneNumber", buyer_phone_number)])
}

/// Completes an Edenred payment, gift cards too: the code that the customer was sent.
///
/// Only where the start asks for it
/// ([`ApmAdditionalAction::OtpRequired`](super::ApmAdditionalAction::OtpRequired)).
pub fn edenred_complete(otp_code: impl Into<Secret>) -> JsonMap {
    secret("otpCode", otp_code)
}

/// Starts an instant transfer: the bank that the customer chose, by its code in
/// [`RetrieveInstantTransferBanks`](super::RetrieveInstantTransferBanks).
#[must_use]
pub fn instant_transfer_init(bank_code: &str) -> JsonMap {
    JsonMap::from([("bankCode", bank_code)])
}

/// Starts an iWallet payment: the iWallet card's 16 digits.
pub fn iwallet_init(card_number: impl Into<Secret>) -> JsonMap {
    secret("cardNumber", card_number)
}

/// Completes an iWallet payment: the customer's pass code.
pub fn iwallet_complete(pass_code: impl Into<Secret>) -> JsonMap {
    secret("passCode", pass_code)
}

/// Starts a Klarna payment: the customer's country, as in `de`, and their language there, as in `en-DE`.
///
/// Country, language and the payment's currency must go together in Klarna's own list.
#[must_use]
pub fn klarna_init(country: &str, locale: &str) -> JsonMap {
    JsonMap::from([("country", country), ("locale", locale)])
}

/// Starts a Metropol payment: the Metropol card's number.
///
/// The answer's `additional_data` tells the customer's wallets, one of which completes it.
pub fn metropol_init(card_number: impl Into<Secret>) -> JsonMap {
    secret("cardNumber", card_number)
}

/// Completes a Metropol payment: the code that the customer was sent, and the wallet that they chose.
pub fn metropol_complete(otp_code: impl Into<Secret>, wallet: &MetropolWallet) -> JsonMap {
    let mut params = secret("otpCode", otp_code);
    params.insert("productId", wallet.product_id.as_str());
    params.insert("walletId", wallet.wallet_id.as_str());
    params
}

/// One wallet of a Metropol card. Named, so that its two ids can't be swapped.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "made to be written out by the caller")]
pub struct MetropolWallet {
    /// Metropol's id of the product.
    pub product_id: String,
    /// Metropol's id of the wallet.
    pub wallet_id: String,
}

/// Starts a payment charged to a Turkcell telephone bill: the number, ten digits from the 5 on.
#[must_use]
pub fn paycell_dcb_init(gsm_number: &str) -> JsonMap {
    JsonMap::from([("paycellGsmNumber", gsm_number)])
}

/// Starts and completes a Pluxee payment: the code that the customer made in Pluxee's application.
///
/// Their telephone number goes into `apm_user_identity`.
pub fn pluxee_init(sodexo_code: impl Into<Secret>) -> JsonMap {
    secret("sodexoCode", sodexo_code)
}

/// Starts a Tompay payment: the merchant's sales channel at Tompay, and the customer's telephone number,
/// ten digits from the 5 on.
#[must_use]
pub fn tompay_init(channel: &str, phone: &str) -> JsonMap {
    JsonMap::from([("channel", channel), ("phone", phone)])
}

fn secret(key: &str, value: impl Into<Secret>) -> JsonMap {
    JsonMap::from([(key, value.into().expose())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(params: &JsonMap) -> String {
        serde_json::to_string(params).unwrap()
    }

    #[test]
    fn each_method_gets_the_keys_of_craftgates_samples() {
        assert_eq!(text(&bizum_init("34700000000")), r#"{"buyerPhoneNumber":"34700000000"}"#);
        assert_eq!(text(&edenred_complete("784294")), r#"{"otpCode":"784294"}"#);
        assert_eq!(text(&instant_transfer_init("0")), r#"{"bankCode":"0"}"#);
        assert_eq!(text(&iwallet_init("1111222233334444")), r#"{"cardNumber":"1111222233334444"}"#);
        assert_eq!(text(&iwallet_complete("1122")), r#"{"passCode":"1122"}"#);
        assert_eq!(text(&klarna_init("de", "en-DE")), r#"{"country":"de","locale":"en-DE"}"#);
        assert_eq!(text(&metropol_init("6375780115068760")), r#"{"cardNumber":"6375780115068760"}"#);
        assert_eq!(text(&paycell_dcb_init("5305289290")), r#"{"paycellGsmNumber":"5305289290"}"#);
        assert_eq!(text(&pluxee_init("843195")), r#"{"sodexoCode":"843195"}"#);
        assert_eq!(text(&tompay_init("web", "5001112233")), r#"{"channel":"web","phone":"5001112233"}"#);
    }

    #[test]
    fn a_metropol_payment_is_completed_from_one_wallet() {
        let wallet = MetropolWallet { product_id: "1".into(), wallet_id: "2".into() };
        let params = metropol_complete("00000", &wallet);
        assert_eq!(text(&params), r#"{"otpCode":"00000","productId":"1","walletId":"2"}"#);
    }
}
