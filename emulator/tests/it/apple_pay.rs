//! Apple Pay's merchant sessions.

use craftgate_core::payment::CreateApplePayMerchantSession;

use crate::common::Shop;

#[test]
fn a_session_is_created() {
    let shop = Shop::open();
    let session =
        CreateApplePayMerchantSession::new("merchant.com.example", "Örnek", "web", "example.com", "https://a.example");
    let session = shop.send(&session);
    assert!(session.as_str().contains(r#""domainName":"example.com""#), "{}", session.as_str());
}
