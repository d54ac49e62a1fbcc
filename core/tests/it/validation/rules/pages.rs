//! Craftgate's own pages: checkout and links.

use craftgate_core::ValidationError;
use craftgate_core::pay_by_link::{CreateProduct, UpdateProduct};
use craftgate_core::payment::{InitCheckoutPayment, InitMultiPayment};
use serde_json::{Value, json};

use super::{disputed, invalid, missing, not_allowed, order, order_with, rules};

fn deposit_page() -> Value {
    order_with(json!({"items": null, "depositPayment": true, "buyerMemberId": 7}))
}

fn link() -> Value {
    json!({
        "name": "Çini tabak", "description": "El yapımı", "price": 750, "currency": "TRY", "enabledInstallments": [1, 3],
        "id": 17, "status": "ACTIVE", "channel": "API",
    })
}

const MASTERPASS_PHONE: &str = "a telephone number of 12 digits, beginning with 90";

rules! {
    checkout_callback_required: InitCheckoutPayment, order(), {"callbackUrl": "/dönüş"}
        => invalid("callbackUrl", "an absolute URL"), {};
    checkout_deposit_needs_buyer: InitCheckoutPayment, deposit_page(), {"buyerMemberId": null}
        => disputed(missing("buyerMemberId")), {};
    checkout_deposit_under_its_other_name: InitCheckoutPayment, deposit_page(),
        {"depositPayment": null, "depositPayments": true, "buyerMemberId": null}
        => disputed(missing("buyerMemberId")), {"depositPayment": null, "depositPayments": true};
    checkout_stored_needs_key: InitCheckoutPayment, order(), {"allowOnlyStoredCards": true}
        => missing("cardUserKey"), {"allowOnlyStoredCards": true, "cardUserKey": "kişi-1"};
    checkout_stored_needs_key_in_parts: InitMultiPayment, order(), {"allowOnlyStoredCards": true}
        => missing("cardUserKey"), {"allowOnlyStoredCards": false};
    checkout_always_store_excludes_stored_only: InitCheckoutPayment, order(),
        {"allowOnlyStoredCards": true, "cardUserKey": "kişi-1", "alwaysStoreCardAfterPayment": true}
        => not_allowed("alwaysStoreCardAfterPayment", "allowOnlyStoredCards"), {"alwaysStoreCardAfterPayment": true};
    checkout_masterpass_number: InitCheckoutPayment, order(), {"masterpassGsmNumber": "5551112233"}
        => invalid("masterpassGsmNumber", MASTERPASS_PHONE), {"masterpassGsmNumber": "905551112233"};
    checkout_masterpass_number_in_parts: InitMultiPayment, order(), {"masterpassGsmNumber": "+905551112233"}
        => invalid("masterpassGsmNumber", MASTERPASS_PHONE), {"masterpassGsmNumber": "905551112233"};
    checkout_payoneer_identity: InitCheckoutPayment, order(), {"enabledPaymentMethods": ["CARD", "PAYONEER"]}
        => missing("apmUserIdentity"), {"enabledPaymentMethods": ["PAYONEER"], "apmUserIdentity": "müşteri-17"};
    checkout_marketplace_currency: InitCheckoutPayment, order(),
        {"currency": "USD", "items": [{"price": 100, "subMerchantMemberId": 7, "subMerchantMemberPrice": 90}]}
        => not_allowed("items.subMerchantMemberId", "another currency than TRY"), {"currency": "USD"};
    checkout_custom_installments: InitCheckoutPayment, order(), {"customInstallments": [{"number": 0, "totalPrice": 110}]}
        => ValidationError::NotPositive { field: "customInstallments.number" },
        {"customInstallments": [{"number": 3, "totalPrice": 110}]};
    checkout_installments_of_a_brand: InitCheckoutPayment, order(),
        {"cardBrandInstallments": {"Bonus": [{"number": 3, "totalPrice": 0}]}}
        => ValidationError::NotPositive { field: "cardBrandInstallments.totalPrice" },
        {"cardBrandInstallments": {"Bonus": [{"number": 3, "totalPrice": 110}]}};
    link_required_name: CreateProduct, link(), {"name": " "} => missing("name"), {};
    link_required_description: CreateProduct, link(), {"description": ""} => disputed(missing("description")), {};
    link_required_installments: CreateProduct, link(), {"enabledInstallments": []} => missing("enabledInstallments"), {};
    link_required_price: CreateProduct, link(), {"price": 0} => ValidationError::NotPositive { field: "price" }, {};
    link_order_stock: CreateProduct, link(), {"orderId": "17", "stock": 2}
        => invalid("stock", "1 for a link with an orderId"), {"orderId": "17", "stock": 1};
    link_update_required: UpdateProduct, link(), {"channel": null} => missing("channel"), {};
    link_update_installments: UpdateProduct, link(), {"enabledInstallments": []} => missing("enabledInstallments"), {};
}
