//! The `additional_params` of alternative payment methods.
//!
//! | method | to start | to complete |
//! |---|---|---|
//! | Bizum | [`bizum_init`] | waits for the webhook |
//! | Chippin | its `apm_user_identity` | waits for the webhook |
//! | Edenred | its `apm_user_identity` | [`edenred_complete`] |
//! | instant transfer | [`instant_transfer_init`] | |
//! | iWallet | [`iwallet_init`] | [`iwallet_complete`] |
//! | İşPay, Kaspi, Multinet | nothing | the customer does, on a page or in an application |
//! | Klarna | [`klarna_init`], on a checkout page [`klarna_checkout`] | |
//! | Metropol | [`metropol_init`] | [`metropol_complete`] |
//! | Paycell DCB | [`paycell_dcb_init`] | the customer's one-time password; Craftgate's documentation does not name its key |
//! | Pluxee | [`pluxee_init`] and its `apm_user_identity` | nothing |
//! | Setcard | [`setcard_init`] | [`setcard_complete`] |
//! | Tompay | [`tompay_init`] | waits for the webhook |
//!
//! Shopping loans have theirs in [`bnpl_params`](super::bnpl_params), the banks' wallets in
//! [`pos_apm_params`](super::pos_apm_params). Bank transfers that the merchant has received and cash on delivery are
//! recorded with [`CreateApmPayment`](super::CreateApmPayment), which takes no such parameters.
//!
//! ```
//! use craftgate_core::payment::{Amounts, ApmType, InitApmPayment, PaymentItem, apm_params};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation, Validate};
//!
//! let price = Decimal::new(185_50, 2);
//! let payment = InitApmPayment::new(
//!     Amounts::same(price),
//!     ApmType::Sodexo,
//!     Currency::Try,
//!     [PaymentItem::new(price).name("Öğle yemeği")],
//! )
//! .apm_user_identity("5551112233")
//! .additional_params(apm_params::pluxee_init("843195"))
//! .conversation_id("siparis-17");
//!
//! assert_eq!(payment.validate(), Ok(vec![]));
//! let body = payment.body().unwrap().unwrap();
//! let body = String::from_utf8(body.into_bytes()).unwrap();
//! assert!(body.contains(r#""additionalParams":{"sodexoCode":"843195"}"#));
//! assert!(!format!("{payment:?}").contains("843195"));
//! ```

use crate::protocol::secret::Secret;
use crate::wire::json::JsonMap;

/// Returns the parameters that start a Bizum payment: the customer's telephone number, digits only, with the country
/// code.
#[must_use]
pub fn bizum_init(buyer_phone_number: &str) -> JsonMap {
    JsonMap::from([("buyerPhoneNumber", buyer_phone_number)])
}

/// Returns the parameters that complete an Edenred or Edenred gift card payment: the customer's one-time password.
///
/// Only if the start asks for it
/// ([`ApmAdditionalAction::OtpRequired`](super::ApmAdditionalAction::OtpRequired)).
pub fn edenred_complete(otp_code: impl Into<Secret>) -> JsonMap {
    secret("otpCode", otp_code)
}

/// Returns the parameters that start an instant transfer. (Source: Craftgate's "Anında Havale".)
#[must_use]
pub fn instant_transfer_init(transfer: &InstantTransfer) -> JsonMap {
    let mut params =
        JsonMap::from([("bankCode", transfer.bank_code.as_str()), ("shopUrl", transfer.shop_url.as_str())]);
    if let Some(description) = &transfer.receipt_description {
        params.insert("receiptDescription", description.as_str());
    }
    params
}

/// The parameters of an instant transfer. The fields are named, so that they can't be swapped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "made to be written out by the caller")]
pub struct InstantTransfer {
    /// The code of the bank that the customer chose, from
    /// [`RetrieveInstantTransferBanks`](super::RetrieveInstantTransferBanks).
    pub bank_code: String,
    /// The URL behind "back to the shop" on the bank's page.
    pub shop_url: String,
    /// The description on the transfer's receipt.
    pub receipt_description: Option<String>,
}

/// Returns the parameters that start an iWallet payment: the iWallet card's 16 digits.
pub fn iwallet_init(card_number: impl Into<Secret>) -> JsonMap {
    secret("cardNumber", card_number)
}

/// Returns the parameters that complete an iWallet payment: the customer's pass code.
pub fn iwallet_complete(pass_code: impl Into<Secret>) -> JsonMap {
    secret("passCode", pass_code)
}

/// Returns the parameters that start a Klarna payment.
#[must_use]
pub fn klarna_init(region: &KlarnaRegion) -> JsonMap {
    JsonMap::from([("country", region.country.as_str()), ("locale", region.locale.as_str())])
}

/// Returns the parameters that offer Klarna on a checkout page ([`InitCheckoutPayment`](super::InitCheckoutPayment)).
#[must_use]
pub fn klarna_checkout(region: &KlarnaRegion) -> JsonMap {
    JsonMap::from([("klarna", klarna_init(region))])
}

/// The customer's country and locale. The fields are named, so that the two can't be swapped.
///
/// Country, locale and the payment's currency must go together in Klarna's own list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "made to be written out by the caller")]
pub struct KlarnaRegion {
    /// The country, such as `de`.
    pub country: String,
    /// The language and country, such as `en-DE`.
    pub locale: String,
}

/// Returns the parameters that start a Metropol payment: the Metropol card's number.
///
/// The response's `additional_data` has the customer's wallets, one of which completes the payment.
pub fn metropol_init(card_number: impl Into<Secret>) -> JsonMap {
    secret("cardNumber", card_number)
}

/// Returns the parameters that complete a Metropol payment: the customer's one-time password and chosen wallet.
pub fn metropol_complete(otp_code: impl Into<Secret>, wallet: &MetropolWallet) -> JsonMap {
    let mut params = secret("otpCode", otp_code);
    params.insert("productId", wallet.product_id.as_str());
    params.insert("walletId", wallet.wallet_id.as_str());
    params
}

/// A wallet of a Metropol card. The fields are named, so that the two can't be swapped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "made to be written out by the caller")]
pub struct MetropolWallet {
    /// Metropol's id of the product.
    pub product_id: String,
    /// Metropol's id of the wallet.
    pub wallet_id: String,
}

/// Returns the parameters that start a payment charged to a Turkcell telephone bill: the number, ten digits, beginning
/// with 5.
#[must_use]
pub fn paycell_dcb_init(gsm_number: &str) -> JsonMap {
    JsonMap::from([("paycellGsmNumber", gsm_number)])
}

/// Returns the parameters that start and complete a Pluxee payment: the code that the customer generated in Pluxee's
/// application.
///
/// The customer's telephone number is the payment's `apm_user_identity`.
pub fn pluxee_init(sodexo_code: impl Into<Secret>) -> JsonMap {
    secret("sodexoCode", sodexo_code)
}

/// Returns the parameters that start a Setcard payment: the Setcard's 16 digits. (Source: Craftgate's "Setcard".)
pub fn setcard_init(card_number: impl Into<Secret>) -> JsonMap {
    secret("cardNumber", card_number)
}

/// Returns the parameters that complete a Setcard payment: the customer's one-time password. (Source: Craftgate's
/// "Setcard".)
pub fn setcard_complete(otp_code: impl Into<Secret>) -> JsonMap {
    secret("otpCode", otp_code)
}

/// Returns the parameters that start a Tompay payment.
#[must_use]
pub fn tompay_init(buyer: &TompayBuyer) -> JsonMap {
    JsonMap::from([("channel", buyer.channel.as_str()), ("phone", buyer.phone.as_str())])
}

/// The buyer in a Tompay payment. The fields are named, so that the two can't be swapped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "made to be written out by the caller")]
pub struct TompayBuyer {
    /// The merchant's sales channel at Tompay.
    pub channel: String,
    /// The buyer's telephone number: ten digits, beginning with 5.
    pub phone: String,
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
        assert_eq!(text(&iwallet_init("1111222233334444")), r#"{"cardNumber":"1111222233334444"}"#);
        assert_eq!(text(&iwallet_complete("1122")), r#"{"passCode":"1122"}"#);
        assert_eq!(text(&metropol_init("6375780115068760")), r#"{"cardNumber":"6375780115068760"}"#);
        assert_eq!(text(&paycell_dcb_init("5305289290")), r#"{"paycellGsmNumber":"5305289290"}"#);
        assert_eq!(text(&pluxee_init("843195")), r#"{"sodexoCode":"843195"}"#);
        assert_eq!(text(&setcard_init("7599640961180814")), r#"{"cardNumber":"7599640961180814"}"#);
        assert_eq!(text(&setcard_complete("123456")), r#"{"otpCode":"123456"}"#);
        let buyer = TompayBuyer { channel: "web".into(), phone: "5001112233".into() };
        assert_eq!(text(&tompay_init(&buyer)), r#"{"channel":"web","phone":"5001112233"}"#);
    }

    #[test]
    fn an_instant_transfer_names_the_bank_the_shop_and_the_receipt() {
        let mut transfer = InstantTransfer {
            bank_code: "0".into(),
            shop_url: "https://çiçek.example.com".into(),
            receipt_description: None,
        };
        let params = r#"{"bankCode":"0","shopUrl":"https://çiçek.example.com"}"#;
        assert_eq!(text(&instant_transfer_init(&transfer)), params);
        transfer.receipt_description = Some("sipariş-17".into());
        let params = r#"{"bankCode":"0","receiptDescription":"sipariş-17","shopUrl":"https://çiçek.example.com"}"#;
        assert_eq!(text(&instant_transfer_init(&transfer)), params);
    }

    #[test]
    fn klarnas_region_is_flat_for_a_payment_and_nested_for_a_checkout_page() {
        let region = KlarnaRegion { country: "de".into(), locale: "en-DE".into() };
        assert_eq!(text(&klarna_init(&region)), r#"{"country":"de","locale":"en-DE"}"#);
        assert_eq!(text(&klarna_checkout(&region)), r#"{"klarna":{"country":"de","locale":"en-DE"}}"#);
    }

    #[test]
    fn a_metropol_payment_is_completed_from_one_wallet() {
        let wallet = MetropolWallet { product_id: "1".into(), wallet_id: "2".into() };
        let params = metropol_complete("00000", &wallet);
        assert_eq!(text(&params), r#"{"otpCode":"00000","productId":"1","walletId":"2"}"#);
    }
}
