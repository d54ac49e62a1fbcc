//! Baskets, wallets, cards and rewards.

use craftgate_core::masterpass::{GenerateMasterpassPaymentToken, RetrieveMasterpassLoyalties};
use craftgate_core::payment::{
    CreateDepositPayment, CreatePayment, InitMultiPayment, InitThreeDsDepositPayment, InitThreeDsPayment,
    PostAuthPayment, RetrieveLoyalties, StoreCard, VerifyCard,
};
use craftgate_core::{ValidationError, ValidationWarning};
use rust_decimal_macros::dec;
use serde_json::{Value, json};

use super::{card_payment, disputed, invalid, missing, not_allowed, order, rules};

fn with(mut base: Value, changes: Value) -> Value {
    super::merge(&mut base, &changes);
    base
}

/// A payment from the wallet alone.
fn wallet_payment() -> Value {
    with(card_payment(), json!({"card": null, "walletPrice": 100, "buyerMemberId": 7}))
}

fn three_ds_payment() -> Value {
    with(card_payment(), json!({"callbackUrl": "https://example.com/3ds"}))
}

fn masterpass() -> Value {
    json!({
        "msisdn": "905551112233", "userId": "müşteri-17", "binNumber": "404308", "forceThreeDS": false,
        "createPayment": with(order(), json!({"callbackUrl": null, "installment": 1})),
    })
}

fn deposit() -> Value {
    json!({
        "price": 100, "currency": "TRY", "buyerMemberId": 7, "conversationId": "cuzdan-17",
        "card": {"cardUserKey": "kişi-1", "cardToken": "kart-1"},
    })
}

fn loyalty_query() -> Value {
    json!({"cardNumber": "4043080000000003", "expireYear": "2044", "expireMonth": "07"})
}

const SELLER: &str = "items.subMerchantMemberId";

rules! {
    basket_not_empty: CreatePayment, card_payment(), {"items": []}
        => ValidationError::NoItems { field: "items" }, {};
    basket_adds_up: CreatePayment, card_payment(), {"items": [{"price": 60}]}
        => ValidationError::ItemTotalMismatch { field: "items", sum: dec!(60), price: dec!(100) },
        {"items": [{"price": 100.00}]};
    multi_basket_adds_up: InitMultiPayment, order(), {"items": [{"price": 60}]}
        => ValidationError::ItemTotalMismatch { field: "items", sum: dec!(60), price: dec!(100) }, {};
    multi_basket_not_empty: InitMultiPayment, order(), {"items": []}
        => ValidationError::NoItems { field: "items" }, {};
    paid_price_includes_wallet: CreatePayment, card_payment(), {"walletPrice": 100.01, "buyerMemberId": 7}
        => invalid("walletPrice", "between 0 and paidPrice"), {"walletPrice": 99.99, "buyerMemberId": 7};
    wallet_price_default: CreatePayment, card_payment(), {"walletPrice": -1, "buyerMemberId": 7}
        => invalid("walletPrice", "between 0 and paidPrice"), {"walletPrice": 0};
    wallet_needs_buyer: CreatePayment, card_payment(), {"walletPrice": 40}
        => missing("buyerMemberId"), {"walletPrice": 40, "buyerMemberId": 7};
    no_card_for_all_wallet: CreatePayment, wallet_payment(), {"card": {"cardUserKey": "kişi-1", "cardToken": "kart-1"}}
        => not_allowed("card", "a walletPrice that pays all"), {};
    no_card_for_all_wallet_with_three_ds: InitThreeDsPayment,
        with(wallet_payment(), json!({"callbackUrl": "https://example.com/3ds"})),
        {"card": {"cardUserKey": "kişi-1", "cardToken": "kart-1"}}
        => not_allowed("card", "a walletPrice that pays all"), {};
    card_needed_otherwise: CreatePayment, card_payment(), {"card": null}
        => missing("card"), {"card": {"secureFieldsToken": "belirteç"}};
    card_needed_beside_other_parameters: CreatePayment, card_payment(), {"card": null, "additionalParams": {"not": "x"}}
        => missing("card"),
        {"card": null, "additionalParams": {"paymentProvider": {"cardUserKey": "k", "cardToken": "t"}}};
    installment_one_for_single: CreatePayment, card_payment(), {"installment": 0}
        => ValidationError::NotPositive { field: "installment" }, {"installment": 12};
    conversation_id_characters: CreatePayment, card_payment(), {"conversationId": "+siparis-17"}
        => invalid("conversationId", LOOKUP_ID), {"conversationId": "siparis+17-1"};
    conversation_id_first_character: InitThreeDsPayment, three_ds_payment(), {"conversationId": "-17"}
        => invalid("conversationId", LOOKUP_ID), {"conversationId": "17-"};
    conversation_id_special_characters: CreatePayment, card_payment(), {"conversationId": "<script>"}
        => invalid("conversationId", LOOKUP_ID), {"conversationId": "Sipariş #17, 2/3: çini_tabak.1"};
    external_id_characters: CreatePayment, card_payment(), {"externalId": "-sepet"}
        => invalid("externalId", LOOKUP_ID), {"externalId": "sepet-"};
    external_id_special_characters: CreatePayment, card_payment(), {"externalId": "sepet\n17"}
        => invalid("externalId", LOOKUP_ID), {"externalId": "sepet 17"};
    client_ip_v4: CreatePayment, card_payment(), {"clientIp": "2001:db8::1"}
        => invalid("clientIp", "an IPv4 address"), {"clientIp": "203.0.113.7"};
    client_ip_of_four_bytes: InitThreeDsPayment, three_ds_payment(), {"clientIp": "203.0.113.256"}
        => invalid("clientIp", "an IPv4 address"), {"clientIp": "127.0.0.1"};
    card_fields_holder: CreatePayment, card_payment(), {"card": {"cardHolderName": null}}
        => missing("card.cardHolderName"), {};
    card_fields_number: CreatePayment, card_payment(), {"card": {"cardNumber": null}}
        => missing("card.cardNumber"), {};
    card_fields_year: CreatePayment, card_payment(), {"card": {"expireYear": null}}
        => missing("card.expireYear"), {};
    card_fields_month: InitThreeDsPayment, three_ds_payment(), {"card": {"expireMonth": null}}
        => missing("card.expireMonth"), {};
    card_fields_code: VerifyCard,
        with(json!({"paymentAuthenticationType": "NON_THREE_DS"}), json!({"card": card_payment()["card"]})),
        {"card": {"cvc": null}} => missing("card.cvc"), {"conversationId": "kart-17"};
    stored_card_fields_token: CreatePayment, card_payment(), {"card": {
            "cardHolderName": null, "cardNumber": null, "expireYear": null, "expireMonth": null, "cvc": null,
            "cardUserKey": "kişi-1",
        }} => missing("card.cardToken"), {"card": {"cardUserKey": "kişi-1"}};
    stored_card_fields_key: CreateDepositPayment, deposit(), {"card": {"cardUserKey": null}}
        => missing("card.cardUserKey"), {"card": {"cvc": "000"}};
    insurance_card_bin: CreatePayment, insurance_payment(), {"card": {"binNumber": "5258640"}}
        => invalid("card.binNumber", "6 or 8 digits"), {};
    insurance_card_bin_of_8: CreatePayment, insurance_payment(), {"card": {"binNumber": "525864"}}
        => disputed(invalid("card.binNumber", "8 digits")), {};
    insurance_card_last_four: CreatePayment, insurance_payment(), {"card": {"lastFourDigits": "001"}}
        => invalid("card.lastFourDigits", "4 digits"), {};
    insurance_card_identity: CreatePayment, insurance_payment(), {"card": {"cardHolderIdentityNumber": null}}
        => missing("card.cardHolderIdentityNumber"), {};
    cvc_length: CreatePayment, card_payment(), {"card": {"cvc": "0000"}}
        => ValidationError::SecurityCodeLength { field: "card.cvc", digits: 3 },
        {"card": {"cardNumber": "378282246310005", "cvc": "0000"}};
    card_holder_name_letters: StoreCard, json!({
            "cardHolderName": "Gülşah Işık", "cardNumber": "5258640000000001", "expireYear": "2044", "expireMonth": "07",
        }), {"cardHolderName": "Işık & Öz"}
        => invalid("cardHolderName", "free of <>\"%;&+()|=! and have at most five digits"),
        {"cardHolderName": "Dr. Gülşah Işık"};
    threeds_callback_required: InitThreeDsDepositPayment, with(deposit(), json!({"callbackUrl": "https://example.com/"})),
        {"callbackUrl": ""} => invalid("callbackUrl", "an absolute URL"), {};
    foreign_cards_no_installments: CreatePayment, card_payment(), {"currency": "USD", "installment": 3}
        => invalid("installment", "1 in another currency than TRY"), {"currency": "USD"};
    foreign_cards_no_installments_with_masterpass: GenerateMasterpassPaymentToken, masterpass(),
        {"createPayment": {"currency": "EUR", "installment": 2}}
        => invalid("installment", "1 in another currency than TRY"), {"createPayment": {"installment": 2}};
    no_foreign_currency_in_marketplace: CreatePayment, card_payment(),
        {"currency": "EUR", "items": [{"price": 100, "subMerchantMemberId": 7, "subMerchantMemberPrice": 90}]}
        => not_allowed(SELLER, "another currency than TRY"),
        {"items": [{"price": 100, "subMerchantMemberId": 7, "subMerchantMemberPrice": 90}]};
    capture_price_required: PostAuthPayment, json!({"paymentId": 1}), {} => missing("paidPrice"), {"paidPrice": 100};
    preauth_no_wallet: CreatePayment, card_payment(),
        {"paymentPhase": "PRE_AUTH", "walletPrice": 40, "buyerMemberId": 7}
        => not_allowed("walletPrice", "paymentPhase PRE_AUTH"), {"walletPrice": 40, "buyerMemberId": 7};
    preauth_group: CreatePayment, card_payment(), {"paymentPhase": "PRE_AUTH", "paymentGroup": "PRODUCT"}
        => disputed(not_allowed("paymentPhase", "paymentGroup PRODUCT")),
        {"paymentPhase": "PRE_AUTH", "paymentGroup": "LISTING_OR_SUBSCRIPTION"};
    reward_type_required: CreatePayment, card_payment(), {"card": {"loyalty": {"reward": {"cardRewardMoney": 1}}}}
        => missing("card.loyalty.type"),
        {"card": {"loyalty": {"type": "REWARD_MONEY", "reward": {"cardRewardMoney": 1}}}};
    reward_only_for_points: CreatePayment, card_payment(),
        {"card": {"loyalty": {"type": "POSTPONING_PAYMENT", "reward": {"cardRewardMoney": 1}}}}
        => not_allowed("card.loyalty.reward", "another type than REWARD_MONEY"),
        {"card": {"loyalty": {"type": "POSTPONING_PAYMENT", "loyaltyParams": {"postponingPaymentCount": 90}}}};
    reward_type_required_with_masterpass: GenerateMasterpassPaymentToken, masterpass(), {"loyalty": {}}
        => missing("loyalty.type"), {"loyalty": {"type": "EXTRA_POINTS"}};
    reward_only_for_points_with_masterpass: GenerateMasterpassPaymentToken, masterpass(),
        {"loyalty": {"type": "EXTRA_POINTS", "reward": {}}}
        => not_allowed("loyalty.reward", "another type than REWARD_MONEY"),
        {"loyalty": {"type": "REWARD_MONEY", "reward": {}}};
    loyalty_query_card_number: RetrieveLoyalties, loyalty_query(), {"cardNumber": null} => missing("cardNumber"), {};
    loyalty_query_card_expiry: RetrieveLoyalties, loyalty_query(), {"expireYear": null} => missing("expireYear"), {};
    loyalty_query_stored_card: RetrieveLoyalties, json!({}), {"cardUserKey": "kişi-1"}
        => missing("cardToken"), {"cardUserKey": "kişi-1", "cardToken": "kart-1"};
    masterpass_bin: GenerateMasterpassPaymentToken, masterpass(), {"binNumber": "4043080"}
        => invalid("binNumber", "6 or 8 digits"), {"binNumber": "40430800"};
    masterpass_bin_of_rewards: RetrieveMasterpassLoyalties,
        json!({"msisdn": "905551112233", "binNumber": "404308", "cardName": "Kartım"}), {"binNumber": "4043"}
        => invalid("binNumber", "6 or 8 digits"), {};
    paycell_card_msisdn: CreatePayment, card_payment(), {"additionalParams": {"msisdn": "dahili 17"}}
        => invalid("additionalParams.msisdn", "a telephone number of 10 to 15 digits"),
        {"card": null, "additionalParams": {"msisdn": "5551112233"}};
    seller_price: CreatePayment, card_payment(), {"items": [{"price": 100, "subMerchantMemberId": 7}]}
        => missing("items.subMerchantMemberPrice"),
        {"items": [{"price": 100, "subMerchantMemberId": 7, "subMerchantMemberPrice": 0}]};
    wallet_not_in_marketplace: CreatePayment, card_payment(), {
            "walletPrice": 40, "buyerMemberId": 7,
            "items": [{"price": 100, "subMerchantMemberId": 7, "subMerchantMemberPrice": 90}],
        } => not_allowed("walletPrice", SELLER), {"walletPrice": 40, "buyerMemberId": 7};
    paid_price_near_the_price: CreatePayment, card_payment(), {"paidPrice": 200}
        => ValidationWarning::UnusualPaidPrice { field: "paidPrice", price: dec!(100), paid_price: dec!(200) },
        {"paidPrice": 199.99};
}

/// What a conversation or external id must be.
const LOOKUP_ID: &str = "free of <>\"'`%;&()|=!\\ and control characters, and must not begin with + or -";

fn insurance_payment() -> Value {
    let card = json!({"binNumber": "52586400", "lastFourDigits": "0001", "cardHolderIdentityNumber": "11111111110"});
    let mut payment = card_payment();
    payment["card"] = card;
    payment
}

/// No card may be there when the wallet pays all, and no reward either: both are named.
#[test]
fn reward_not_for_all_wallet() {
    let card = json!({"cardUserKey": "kişi-1", "cardToken": "kart-1", "loyalty": {"type": "EXTRA_POINTS"}});
    let payment: CreatePayment = super::request(&wallet_payment(), &json!({"card": card}));
    let with = "a walletPrice that pays all";
    let both = ["card", "card.loyalty"].map(|field| not_allowed(field, with));
    assert_eq!(crate::validation::errors_of(&payment), both);
}
