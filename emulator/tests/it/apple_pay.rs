//! Apple Pay's merchant sessions.

use craftgate_core::payment::{ApplePayMerchant, CreateApplePayMerchantSession};

use crate::common::Shop;

#[test]
fn a_session_is_created() {
    let shop = Shop::open();
    let session = CreateApplePayMerchantSession::new(
        ApplePayMerchant {
            merchant_identifier: "merchant.com.example".into(),
            display_name: "Örnek".into(),
            initiative: "web".into(),
            initiative_context: "example.com".into(),
        },
        "https://a.example",
    );
    let session = shop.send(&session);
    assert!(session.as_str().contains(r#""domainName":"example.com""#), "{}", session.as_str());
}
