//! Enums list what Craftgate is known to say, and keep whatever else it comes to say.

use std::collections::{BTreeMap, BTreeSet};

use craftgate_core::bank_account_tracking::{BankAccountTrackingSource, RecordType};
use craftgate_core::callback::CompleteStatus;
use craftgate_core::file_reporting::{ReportFileType, ReportPeriod, ReportType};
use craftgate_core::fraud::{FraudCheckStatus, FraudOperation, FraudValueType};
use craftgate_core::juzdan::JuzdanClientType;
use craftgate_core::masterpass::MasterpassValidationType;
use craftgate_core::merchant::{PaymentAuthenticationType, PosIntegrator, PosOperationType, PosStatus, PosUserType};
use craftgate_core::onboarding::{MemberType, SettlementEarningsDestination, Status};
use craftgate_core::payment::bnpl_params::FingateChannel;
use craftgate_core::payment::{
    AdditionalAction, ApmAdditionalAction, ApmType, ApprovalStatus, BnplCartItemType, BnplResponseStatus, CardProvider,
    CardVerificationAuthType, CardVerifyStatus, FraudAction, LoyaltyType, LoyaltyUnitType, MultiPaymentStatus,
    OrderingRule, Payment, PaymentGroup, PaymentMethod, PaymentPhase, PaymentProvider, PaymentSource, PaymentStatus,
    PaymentType, PosApmPaymentProvider, RefundDestinationType, RefundStatus, RefundType, TokenizedCardType,
    TransactionPayoutStatus, TransactionStatus,
};
use craftgate_core::payment_reporting::PaymentRefundStatus;
use craftgate_core::settlement::{AccountOwner, PayoutAccountType, SettlementResultStatus};
use craftgate_core::settlement_reporting::{BounceStatus, FileStatus, MerchantType, SettlementSource, SettlementType};
use craftgate_core::wallet::{RefundedTransactionType, RemittanceReasonType, RemittanceType, WalletTransactionType};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use craftgate_core::{CardAssociation, CardExpiryStatus, CardType, Currency, ErrorGroup};
use proptest::prelude::*;

/// Runs a macro over every enum, with its name in the catalog; the error groups have a list of their own.
macro_rules! every_enum {
    ($visit:ident) => {
        $visit! {
            AccountOwner "AccountOwner",
            AdditionalAction "AdditionalAction",
            ApmAdditionalAction "ApmAdditionalAction",
            ApmType "ApmType",
            ApprovalStatus "ApprovalStatus",
            BankAccountTrackingSource "BankAccountTrackingSource",
            BnplCartItemType "BnplCartItemType",
            BnplResponseStatus "BnplResponseStatus",
            BounceStatus "BounceStatus",
            CardAssociation "CardAssociation",
            CardExpiryStatus "CardExpiryStatus",
            CardProvider "CardProvider",
            CardType "CardType",
            CardVerificationAuthType "CardVerificationAuthType",
            CardVerifyStatus "CardVerifyStatus",
            CompleteStatus "CompleteStatus",
            Currency "Currency",
            ErrorGroup "ErrorGroup",
            FileStatus "FileStatus",
            FingateChannel "FingateChannel",
            FraudAction "FraudAction",
            FraudCheckStatus "FraudCheckStatus",
            FraudOperation "FraudOperation",
            FraudValueType "FraudValueType",
            JuzdanClientType "ClientType",
            LoyaltyType "LoyaltyType",
            LoyaltyUnitType "LoyaltyUnitType",
            MasterpassValidationType "MasterpassValidationType",
            MemberType "MemberType",
            MerchantType "MerchantType",
            MultiPaymentStatus "MultiPaymentStatus",
            OrderingRule "OrderingRule",
            PaymentAuthenticationType "PaymentAuthenticationType",
            PaymentGroup "PaymentGroup",
            PaymentMethod "PaymentMethod",
            PaymentPhase "PaymentPhase",
            PaymentProvider "PaymentProvider",
            PaymentRefundStatus "PaymentRefundStatus",
            PaymentSource "PaymentSource",
            PaymentStatus "PaymentStatus",
            PaymentType "PaymentType",
            PayoutAccountType "PayoutAccountType",
            PosApmPaymentProvider "PosApmPaymentProvider",
            PosIntegrator "PosIntegrator",
            PosOperationType "PosOperationType",
            PosStatus "PosStatus",
            PosUserType "PosUserType",
            RecordType "RecordType",
            RefundDestinationType "RefundDestinationType",
            RefundStatus "RefundStatus",
            RefundType "RefundType",
            RefundedTransactionType "WalletTransactionRefundCardTransactionType",
            RemittanceReasonType "RemittanceReasonType",
            RemittanceType "RemittanceType",
            ReportFileType "ReportFileType",
            ReportPeriod "ReportPeriod",
            ReportType "ReportType",
            SettlementEarningsDestination "SettlementEarningsDestination",
            SettlementResultStatus "SettlementResultStatus",
            SettlementSource "SettlementSource",
            SettlementType "SettlementType",
            Status "Status",
            TokenizedCardType "TokenizedCardType",
            TransactionPayoutStatus "TransactionPayoutStatus",
            TransactionStatus "TransactionStatus",
            WalletTransactionType "WalletTransactionType",
            WebhookEventType "WebhookEventType",
            WebhookStatus "WebhookStatus",
        }
    };
}

fn catalog() -> BTreeMap<String, BTreeSet<String>> {
    let enums = craftgate_test_support::catalog::enums();
    let texts = |values: &serde_json::Value| -> BTreeSet<String> {
        values.as_array().unwrap().iter().map(|value| value.as_str().unwrap().to_owned()).collect()
    };
    let groups: serde_json::Value = serde_json::from_str(include_str!("data/error-groups.json")).unwrap();
    let enums = enums.as_object().unwrap().iter().map(|(name, entry)| (name.clone(), texts(&entry["values"])));
    enums.chain([("ErrorGroup".to_owned(), texts(&groups))]).collect()
}

/// The values of Craftgate's site that its clients, and so the catalog, don't have; some enums are on the site only.
const BEYOND_THE_CATALOG: &[(&str, &[&str])] = &[
    ("ApmType", &["PLUXEE"]),
    ("BnplResponseStatus", &["APPROVED", "DECLINED", "WAITING"]),
    ("CompleteStatus", &["WAITING", "COMPLETED"]),
    ("FingateChannel", &["WEB", "MOBILE"]),
    ("PaymentMethod", &["APPLEPAY", "GOOGLEPAY", "PLUXEE"]),
    ("PaymentSource", &["MASTERPASS"]),
    ("PaymentType", &["BANK_TRANSFER"]),
];

#[test]
fn every_value_of_the_catalog_is_listed_and_no_other() {
    let mut catalog = catalog();
    for (name, values) in BEYOND_THE_CATALOG {
        catalog.entry((*name).to_owned()).or_default().extend(values.iter().copied().map(str::to_owned));
    }
    macro_rules! check {
        ($($name:ident $entry:literal,)*) => {$(
            let listed: Vec<String> = $name::KNOWN.iter().map(|value| value.as_str().to_owned()).collect();
            let distinct: BTreeSet<String> = listed.iter().cloned().collect();
            assert_eq!(distinct.len(), listed.len(), "{}: duplicate value", $entry);
            assert_eq!(distinct, catalog[$entry], "{}", $entry);
        )*};
    }
    every_enum!(check);
}

#[test]
fn every_enum_of_the_catalog_that_a_field_has_is_here() {
    let mut left = catalog();
    macro_rules! remove {
        ($($name:ident $entry:literal,)*) => { $(left.remove($entry);)* };
    }
    every_enum!(remove);
    // Card families come as free text, and the one field of type `PayoutStatus` is an object.
    assert_eq!(left.into_keys().collect::<Vec<_>>(), ["CardBrand", "PayoutStatus"]);
}

#[test]
fn there_are_72_error_groups() {
    assert_eq!(ErrorGroup::KNOWN.len(), 72);
}

#[test]
fn every_listed_value_goes_out_and_comes_back_as_itself() {
    macro_rules! check {
        ($($name:ident $entry:literal,)*) => {$(
            for value in $name::KNOWN {
                let json = serde_json::to_string(value).unwrap();
                assert_eq!(json, format!("\"{}\"", value.as_str()));
                assert_eq!(value.to_string(), value.as_str());
                assert_eq!(&serde_json::from_str::<$name>(&json).unwrap(), value);
                assert_eq!(&serde_json::from_reader::<_, $name>(json.as_bytes()).unwrap(), value);
                assert_eq!(&serde_json::from_value::<$name>(value.as_str().into()).unwrap(), value);
                assert_eq!(&$name::from(value.as_str()), value);
                assert_eq!(&value.as_str().parse::<$name>().unwrap(), value);
                assert_eq!(AsRef::<str>::as_ref(value), value.as_str());
                assert!(!matches!(value, $name::Unrecognized(_)));
            }
        )*};
    }
    every_enum!(check);
}

#[test]
fn a_known_value_in_another_case_is_another_value() {
    assert!(matches!(Currency::from("try"), Currency::Unrecognized(_)));
    assert!(matches!(Currency::from("TRY "), Currency::Unrecognized(_)));
    assert!(matches!(Currency::from(""), Currency::Unrecognized(_)));
}

proptest! {
    #![proptest_config(crate::common::cases(256))]

    #[test]
    fn any_other_value_is_kept_as_it_came(text in "\\PC{0,30}") {
        macro_rules! check {
            ($($name:ident $entry:literal,)*) => {$(
                let json = serde_json::to_string(&text).unwrap();
                let value: $name = serde_json::from_str(&json).unwrap();
                prop_assert_eq!(value.as_str(), &*text);
                prop_assert_eq!(&text.parse::<$name>().unwrap(), &value);
                prop_assert_eq!(serde_json::to_string(&value).unwrap(), json);
                prop_assert_eq!(matches!(value, $name::Unrecognized(_)), !$name::KNOWN.contains(&value));
            )*};
        }
        every_enum!(check);
    }
}

#[test]
fn debug_distinguishes_a_known_value_from_an_unknown_one() {
    assert_eq!(format!("{:?} {:?}", Currency::from("TRY"), Currency::from("try")), r#"Try Unrecognized("try")"#);
}

#[test]
fn non_strings_are_rejected() {
    for json in ["1", "true", "[]", "{}", "null"] {
        assert!(serde_json::from_str::<Currency>(json).is_err(), "{json}");
    }
}

#[test]
fn a_response_with_unknown_values_is_read_and_written_back() {
    let json = r#"{"id":1,"paymentStatus":"ASKIDA","currency":"XAU","paymentProvider":"YENİ_BANKA","paymentError":{"errorGroup":"YENİ_GRUP"}}"#;
    let payment: Payment = serde_json::from_str(json).unwrap();
    assert_eq!(payment.payment_status.as_str(), "ASKIDA");
    assert_eq!(payment.payment_provider.as_ref().unwrap().as_str(), "YENİ_BANKA");
    assert_eq!(serde_json::to_string(&payment).unwrap(), json);
}
