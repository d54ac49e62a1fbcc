//! The `additional_params` of payments in a bank's own wallet.
//!
//! | wallet | from a web page | from the merchant's application |
//! |---|---|---|
//! | World Pay | [`world_pay_web_to_qr`], [`world_pay_web_to_app`] | [`world_pay_app_to_app`] |
//! | GarantiPay, version 2 | [`garanti_pay_web_to_app`] | [`garanti_pay_app_to_app`] |
//!
//! (Source: Craftgate's "YKB WorldPay Ödeme Yöntemi ile Ödeme Alma" and "Garanti Pay V2 ile Ödeme Alma", and the
//! official clients' samples.)
//!
//! ```
//! use craftgate_core::payment::pos_apm_params::{world_pay_shopping_loan, world_pay_web_to_qr};
//!
//! let params = world_pay_shopping_loan(world_pay_web_to_qr(), "ürün-1");
//! assert_eq!(
//!     serde_json::to_string(&params).unwrap(),
//!     r#"{"shoppingLoanProductCode":"ürün-1","sourceCode":"WEB2QR"}"#,
//! );
//! ```

use crate::wire::json::JsonMap;

/// Returns the parameters for World Pay from a web page: the customer scans a QR code with the bank's application.
#[must_use]
pub fn world_pay_web_to_qr() -> JsonMap {
    JsonMap::from([("sourceCode", "WEB2QR")])
}

/// Returns the parameters for World Pay from a web page on a telephone: the customer is redirected to the bank's
/// application.
#[must_use]
pub fn world_pay_web_to_app() -> JsonMap {
    JsonMap::from([("sourceCode", "WEB2APP")])
}

/// Returns the parameters for World Pay from the merchant's application to the bank's, which returns the customer to
/// `redirect_url`: then send [`CompletePosApmPayment`](super::CompletePosApmPayment).
#[must_use]
pub fn world_pay_app_to_app(redirect_url: &str) -> JsonMap {
    JsonMap::from([("sourceCode", "APP2APP"), ("redirectUrl", redirect_url)])
}

/// Adds the code of the bank's loan to the parameters of a
/// [`YkbWorldPayShoppingLoan`](super::PosApmPaymentProvider::YkbWorldPayShoppingLoan), and returns them.
#[must_use]
pub fn world_pay_shopping_loan(mut params: JsonMap, product_code: &str) -> JsonMap {
    params.insert("shoppingLoanProductCode", product_code);
    params
}

/// Returns the parameters for GarantiPay from a web page: send the customer to
/// [`redirect_url`](super::InitPosApmPaymentResponse::redirect_url).
#[must_use]
pub fn garanti_pay_web_to_app() -> JsonMap {
    JsonMap::from([("integrationType", "WEB2APP")])
}

/// Returns the parameters for GarantiPay from the merchant's application to the bank's, by one of
/// [`mobile_app_redirect_links`](super::InitPosApmPaymentResponse::mobile_app_redirect_links). The bank's application
/// returns the customer to `mobile_app_return_url`: then send [`CompletePosApmPayment`](super::CompletePosApmPayment).
#[must_use]
pub fn garanti_pay_app_to_app(mobile_app_return_url: &str) -> JsonMap {
    JsonMap::from([("integrationType", "APP2APP"), ("mobileAppReturnUrl", mobile_app_return_url)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(params: &JsonMap) -> String {
        serde_json::to_string(params).unwrap()
    }

    #[test]
    fn each_flow_gets_the_keys_of_its_page() {
        assert_eq!(text(&world_pay_web_to_qr()), r#"{"sourceCode":"WEB2QR"}"#);
        assert_eq!(text(&world_pay_web_to_app()), r#"{"sourceCode":"WEB2APP"}"#);
        assert_eq!(
            text(&world_pay_app_to_app("com.example.shop://dönüş")),
            r#"{"redirectUrl":"com.example.shop://dönüş","sourceCode":"APP2APP"}"#
        );
        assert_eq!(text(&garanti_pay_web_to_app()), r#"{"integrationType":"WEB2APP"}"#);
        assert_eq!(
            text(&garanti_pay_app_to_app("com.example.shop://dönüş")),
            r#"{"integrationType":"APP2APP","mobileAppReturnUrl":"com.example.shop://dönüş"}"#
        );
    }
}
