//! The most used operations with every field set, the characters and digits chosen to be easy to get wrong.
//! [`craftgate_test_support::operations`] has every operation, filled from the catalog.

use craftgate_core::chrono::{NaiveDate, NaiveDateTime};
use craftgate_core::file_reporting::{ReportFileType, RetrieveDailyPaymentReport};
use craftgate_core::fraud::RemoveValueFromValueList;
use craftgate_core::id::{
    FraudValueId, MemberId, PaymentId, PaymentRefundId, PaymentTransactionId, PaymentTransactionRefundId,
};
use craftgate_core::installment::{RetrieveBinNumber, SearchInstallments};
use craftgate_core::onboarding::{CreateMember, MemberType, SearchMembers, SettlementEarningsDestination};
use craftgate_core::payment::{
    Amounts, Card, CardExpiry, CardNumber, CardToStore, CardToken, CardUserKey, CompleteThreeDsPayment, CreatePayment,
    DeleteStoredCard, EncryptedCard, FraudCheckParameters, InitThreeDsPayment, Loyalty, LoyaltyData, LoyaltyParams,
    LoyaltyType, LoyaltyUnitType, OrderingRule, PaymentGroup, PaymentItem, PaymentPhase, PostAuthPayment,
    RefundDestinationType, RefundPayment, RefundPaymentTransaction, RetrieveCheckoutPayment, RetrievePayment,
    RetrievePaymentRefund, RetrievePaymentTransactionRefund, Reward, RoutingOptions, SearchStoredCards, StoreCard,
    TokenizedCard, TokenizedCardType, UpdateCard,
};
use craftgate_core::{CardAssociation, CardExpiryStatus, CardType, Currency, Json, JsonMap};
use rust_decimal_macros::dec;

pub(crate) fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn expiry(year: u16, month: u8) -> CardExpiry {
    CardExpiry::new(year, month).unwrap()
}

pub(crate) fn loyalty() -> Loyalty {
    let reward = Reward::new()
        .card_reward_money(dec!(1.10))
        .firm_reward_money(dec!(1.20))
        .mile_reward_money(dec!(1.30))
        .total_reward_money(dec!(3.60));
    let data = LoyaltyData::new()
        .max_postponing_payment_count(3)
        .min_postponing_payment_count(0)
        .unit_type(LoyaltyUnitType::Month)
        .deferred_payment_eligible(false)
        .min_amount(dec!(0.00))
        .max_amount(dec!(1000))
        .due_date_shift_direction("FORWARD")
        .single_total_due_date_day_count(dec!(45.5))
        .code("K-1");
    Loyalty::new()
        .loyalty_type(LoyaltyType::RewardMoney)
        .reward(reward)
        .message("Şubat'a özel")
        .loyalty_params(LoyaltyParams::new().postponing_payment_count(2).code("K-2"))
        .loyalty_data(data)
        .firm_reward_money(dec!(2.00))
        .total_reward_money(dec!(5.60))
}

/// A card with every field at once: no real card, but each field has to be somewhere.
pub(crate) fn card() -> Card {
    let token = TokenizedCard::new(TokenizedCardType::ApplePay, JsonMap::from([("snake_key", "tokenized-data-1")]));
    Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), expiry(2044, 7), "000")
        .card_alias("İş kartı")
        .card_user_key(CardUserKey::new("user-key-1"))
        .secure_fields_token("secure-fields-1")
        .card_token(CardToken::new("card-token-1"))
        .bin_number("52586400")
        .last_four_digits("0001")
        .card_holder_identity_number("11111111110")
        .loyalty(loyalty())
        .tokenized_card(token)
        .encrypted_card(EncryptedCard::new("encrypted-data-1").encryption("RSA"))
        .store_card_after_success_payment(false)
}

pub(crate) fn create_payment() -> CreatePayment {
    let item = PaymentItem::new(dec!(60.00))
        .name("Çift kişilik nevresim")
        .external_id("satır/1")
        .sub_merchant_member_id(MemberId::new(9_007_199_254_740_993))
        .sub_merchant_member_price(dec!(55.5))
        .blockage_day(0);
    let amounts = Amounts { price: dec!(100.00), paid_price: dec!(12345678901234567890.12345678) };
    CreatePayment::new(amounts, Currency::Try, 1, [item, PaymentItem::new(dec!(0.00000001))])
        .wallet_price(dec!(0.0))
        .pos_alias("6007-posAlias-1")
        .payment_group(PaymentGroup::ListingOrSubscription)
        .conversation_id("sipariş-17 \"ğ\"\n")
        .external_id("dış-17")
        .client_ip("127.0.0.1")
        .payment_phase(PaymentPhase::PreAuth)
        .payment_channel("Mağaza")
        .buyer_member_id(MemberId::new(i64::MAX))
        .bank_order_id("banka-1")
        .card(card())
        .routing_options(
            RoutingOptions::new()
                .ordering_rule(OrderingRule::InOrder)
                .ignore_advanced_pos_routing_rules(false)
                .pos_aliases(["pos-b", "pos-a"]),
        )
        .fraud_params(
            FraudCheckParameters::new()
                .buyer_external_id("alıcı-1")
                .buyer_phone_number("905551111111")
                .buyer_email("haluk@example.com")
                .custom_fraud_variable("değişken"),
        )
        .additional_params(JsonMap::from([("snake_key", Json::from(dec!(1.50))), ("İstek", Json::from("ğ"))]))
        .retry(false)
}

pub(crate) fn init_three_ds() -> InitThreeDsPayment {
    InitThreeDsPayment::new(create_payment(), "https://www.example.com/dönüş?a=1&b=2").callback_v2()
}

pub(crate) fn complete_three_ds() -> CompleteThreeDsPayment {
    CompleteThreeDsPayment::new(PaymentId::new(i64::MAX))
}

pub(crate) fn retrieve_payment() -> RetrievePayment {
    RetrievePayment::new(PaymentId::new(i64::MAX))
}

pub(crate) fn post_auth() -> PostAuthPayment {
    PostAuthPayment::new(PaymentId::new(1)).paid_price(dec!(100.10))
}

pub(crate) fn retrieve_checkout() -> RetrieveCheckoutPayment {
    RetrieveCheckoutPayment::new("a/b ş%?#")
}

pub(crate) fn refund() -> RefundPayment {
    RefundPayment::new(PaymentId::new(1))
        .conversation_id("iade-1")
        .refund_destination_type(RefundDestinationType::Wallet)
        .charge_from_me(false)
}

pub(crate) fn retrieve_refund() -> RetrievePaymentRefund {
    RetrievePaymentRefund::new(PaymentRefundId::new(2))
}

pub(crate) fn refund_transaction() -> RefundPaymentTransaction {
    RefundPaymentTransaction::new(PaymentTransactionId::new(3))
        .conversation_id("iade-2")
        .refund_price(dec!(20.00))
        .refund_destination_type(RefundDestinationType::Provider)
        .charge_from_me(true)
}

pub(crate) fn retrieve_transaction_refund() -> RetrievePaymentTransactionRefund {
    RetrievePaymentTransactionRefund::new(PaymentTransactionRefundId::new(4))
}

pub(crate) fn store_card() -> StoreCard {
    let card = CardToStore::plain("Haluk Demir", CardNumber::new("5258640000000001"), expiry(2044, 7))
        .secure_fields_token("secure-fields-1")
        .encrypted_card(EncryptedCard::new("encrypted-data-1").encryption("RSA"));
    StoreCard::new(card).card_alias("İş kartı").card_user_key(CardUserKey::new("user-key-1"))
}

pub(crate) fn update_card() -> UpdateCard {
    UpdateCard::new(expiry(2045, 8), CardUserKey::new("user-key-1"), CardToken::new("card-token-1"))
        .card_alias("Ev kartı")
}

pub(crate) fn search_cards() -> SearchStoredCards {
    SearchStoredCards::new()
        .card_alias("İş kartı")
        .card_brand("Bonus")
        .card_type(CardType::CreditCard)
        .card_user_key(CardUserKey::new("user-key-1"))
        .card_token(CardToken::new("card-token-1"))
        .card_bank_name("Garanti & Co")
        .card_association(CardAssociation::Troy)
        .card_expiry_status(CardExpiryStatus::WillExpireNextMonth)
        .min_created_date(time("2026-01-01T00:00:00"))
        .max_created_date(time("2026-03-25T16:51:34.5"))
        .page(0)
        .size(25)
}

pub(crate) fn delete_card() -> DeleteStoredCard {
    DeleteStoredCard::new(CardUserKey::new("user-key-1"), CardToken::new("card-token-1"))
}

pub(crate) fn search_installments() -> SearchInstallments {
    SearchInstallments::new(dec!(100.00))
        .bin_number("52586400")
        .currency(Currency::Usd)
        .distinct_card_brands_with_lowest_commissions(false)
        .loyalty_exists(true)
}

pub(crate) fn retrieve_bin() -> RetrieveBinNumber {
    RetrieveBinNumber::new("52586400")
}

pub(crate) fn create_member() -> CreateMember {
    CreateMember::new("üye-1")
        .name("Çağla Ltd. Şti.")
        .address("Beylerbeyi Cad. Lale Sok. No: 38 Daire: 3 Üsküdar")
        .email("haluk.demir@example.com")
        .phone_number("905551111111")
        .contact_name("Haluk")
        .contact_surname("Demir")
        .member_type(MemberType::LimitedOrJointStockCompany)
        .legal_company_title("Çağla Limited Şirketi")
        .tax_office("Erenköy")
        .tax_number("1111111114")
        .iban("TR930006701000000001111111")
        .settlement_earnings_destination(SettlementEarningsDestination::Wallet)
        .negative_wallet_amount_limit(dec!(-50.00))
        .sub_merchant_maximum_allowed_negative_balance(dec!(0))
        .is_buyer(true)
        .is_sub_merchant(false)
        .settlement_delay_count(0)
}

pub(crate) fn search_members() -> SearchMembers {
    SearchMembers::new()
        .page(0)
        .size(10)
        .is_buyer(false)
        .is_sub_merchant(true)
        .name("Çağla & Işık")
        .member_type(MemberType::Personal)
        .member_external_id("üye+1")
        .member_ids([1, 2].map(MemberId::new))
}

pub(crate) fn remove_value() -> RemoveValueFromValueList {
    RemoveValueFromValueList::new("kara liste/ğ", FraudValueId::new("değer?1"))
}

pub(crate) fn daily_report() -> RetrieveDailyPaymentReport {
    RetrieveDailyPaymentReport::new(date("2026-03-25"), ReportFileType::Xlsx)
}

#[allow(unused_macros, reason = "each test file uses its own part")]
/// Runs a generic function over every fixture, with its catalog name.
macro_rules! with_every_fixture {
    ($visit:ident) => {
        $visit("payment::CreatePayment", crate::common::fixtures::create_payment());
        $visit("payment::RetrievePayment", crate::common::fixtures::retrieve_payment());
        $visit("payment::PostAuthPayment", crate::common::fixtures::post_auth());
        $visit("payment::RetrieveCheckoutPayment", crate::common::fixtures::retrieve_checkout());
        $visit("payment::InitThreeDsPayment", crate::common::fixtures::init_three_ds());
        $visit("payment::CompleteThreeDsPayment", crate::common::fixtures::complete_three_ds());
        $visit("payment::RefundPayment", crate::common::fixtures::refund());
        $visit("payment::RetrievePaymentRefund", crate::common::fixtures::retrieve_refund());
        $visit("payment::RefundPaymentTransaction", crate::common::fixtures::refund_transaction());
        $visit("payment::RetrievePaymentTransactionRefund", crate::common::fixtures::retrieve_transaction_refund());
        $visit("payment::StoreCard", crate::common::fixtures::store_card());
        $visit("payment::UpdateCard", crate::common::fixtures::update_card());
        $visit("payment::SearchStoredCards", crate::common::fixtures::search_cards());
        $visit("payment::DeleteStoredCard", crate::common::fixtures::delete_card());
        $visit("installment::SearchInstallments", crate::common::fixtures::search_installments());
        $visit("installment::RetrieveBinNumber", crate::common::fixtures::retrieve_bin());
        $visit("onboarding::CreateMember", crate::common::fixtures::create_member());
        $visit("onboarding::SearchMembers", crate::common::fixtures::search_members());
        $visit("fraud::RemoveValueFromValueList", crate::common::fixtures::remove_value());
        $visit("file_reporting::RetrieveDailyPaymentReport", crate::common::fixtures::daily_report());
    };
}
#[allow(unused_imports, reason = "each test file uses its own part")]
pub(crate) use with_every_fixture;
