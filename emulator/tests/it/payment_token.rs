//! Tokens that stand for a value.

use craftgate_core::payment_token::{CreatePaymentToken, DeletePaymentToken};

use crate::common::Shop;

#[test]
fn a_value_gets_a_token_until_it_is_deleted() {
    let shop = Shop::open();
    let token = shop.send(&CreatePaymentToken::new("6036819041742253").issuer("EDENRED"));
    assert_eq!(token.issuer.as_deref(), Some("EDENRED"));
    assert!(!token.token.expose().contains("6036819041742253"));
    let delete = DeletePaymentToken::new(token.token);
    shop.send(&delete);
    assert_eq!(shop.rejection(&delete).status, 404);
}
