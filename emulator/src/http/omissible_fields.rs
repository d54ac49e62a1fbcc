//! The fields that Craftgate's documents require and its official clients' samples omit.

/// Returns the omissible fields of an endpoint's requests, each with the value that it then has.
pub(super) fn omissible_fields(template: &str) -> &'static [(&'static str, &'static str)] {
    match template {
        "/payment/v1/deposits"
        | "/payment/v1/deposits/3ds-init"
        | "/wallet/v1/remittances/send"
        | "/wallet/v1/remittances/receive" => &[("currency", "TRY")],
        "/craftlink/v1/products" | "/craftlink/v1/products/{id}" => &[("description", "")],
        "/payment/v1/payment-transactions/{paymentTransactionId}" => {
            &[("subMerchantMemberId", UNCHANGED), ("subMerchantMemberPrice", UNCHANGED)]
        }
        _ => &[],
    }
}

/// The value of a number that is to stay as it is: no seller has this id, and none this share.
const UNCHANGED: &str = "0";
