//! A constructor puts each of its arguments into the field of its name.

use craftgate_core::chrono::NaiveDateTime;
use craftgate_core::file_reporting::{CreateReport, ReportPeriod, ReportType};
use craftgate_core::fraud::{AddValueToValueList, FraudValueType};
use craftgate_core::id::{MasterpassReferenceId, MemberId, PayoutAccountId};
use craftgate_core::masterpass::{
    CompleteMasterpassPayment, GenerateMasterpassPaymentToken, InitThreeDsMasterpassPayment, MasterpassCard,
    MasterpassCustomer, MasterpassPayment, RetrieveMasterpassLoyalties,
};
use craftgate_core::merchant::{CreateMerchantPos, PosIntegrator, PosOperationType, PosUser, PosUserType};
use craftgate_core::onboarding::{CreateMerchant, MemberContact, MerchantDetails, UpdateMember};
use craftgate_core::pay_by_link::{CreateProduct, ProductText};
use craftgate_core::payment::{Amounts, PaymentItem};
use craftgate_core::settlement::{AccountOwner, CreatePayoutAccount, PayoutAccountType, UpdatePayoutAccount};
use craftgate_core::settlement_reporting::{
    FileStatus, SearchBouncedPayoutTransactions, SearchPayoutCompletedTransactions, SearchPayoutRows,
};
use craftgate_core::{Currency, DateRange, Operation, Secret};
use rust_decimal_macros::dec;

use crate::common::fixtures::time;
use crate::common::{request, text};

fn body(operation: &impl Operation) -> String {
    text(request(operation).body()).to_owned()
}

fn range() -> DateRange {
    let times: [NaiveDateTime; 2] = ["2026-03-25T00:00:00", "2026-03-26T12:30:00"].map(time);
    DateRange::new(times[0], times[1]).unwrap()
}

#[test]
fn searches_and_reports_take_a_date_range() {
    let dates = "startDate=2026-03-25T00%3A00%3A00&endDate=2026-03-26T12%3A30%3A00";
    assert_eq!(SearchPayoutCompletedTransactions::new(range()).query().unwrap(), dates);
    assert_eq!(SearchBouncedPayoutTransactions::new(range()).query().unwrap(), dates);
    let rows = SearchPayoutRows::new(FileStatus::Uploaded, range());
    assert_eq!(rows.query().unwrap(), format!("fileStatus=UPLOADED&{dates}"));
    let report = CreateReport::new(range(), ReportType::Payment, ReportPeriod::Instant);
    let dates = r#""startDate":"2026-03-25T00:00:00","endDate":"2026-03-26T12:30:00""#;
    assert_eq!(body(&report), format!(r#"{{{dates},"reportType":"PAYMENT","reportPeriod":"INSTANT"}}"#));
}

#[test]
fn members_and_merchants_take_their_details_by_name() {
    let contact = MemberContact { address: "Üsküdar", email: "uye@example.com" };
    let member = UpdateMember::new(MemberId::new(17), contact);
    assert_eq!(member.id, MemberId::new(17));
    assert_eq!(body(&member), r#"{"address":"Üsküdar","email":"uye@example.com"}"#);
    let details =
        MerchantDetails {
            name: "Işık", legal_company_title: "Işık Çinicilik Ltd. Şti.", email: "isik@example.com"
        };
    let expected = r#"{"name":"Işık","legalCompanyTitle":"Işık Çinicilik Ltd. Şti.","email":"isik@example.com"}"#;
    assert_eq!(body(&CreateMerchant::new(details)), expected);
}

#[test]
fn masterpass_takes_customers_and_cards_by_name() {
    let payment = MasterpassPayment::new(Amounts::same(dec!(10)), Currency::Try, 1, [PaymentItem::new(dec!(10))]);
    let customer = MasterpassCustomer { msisdn: "905551112233", user_id: "müşteri-17" };
    let token = GenerateMasterpassPaymentToken::new(customer, "404308", true, payment);
    let start =
        r#"{"msisdn":"905551112233","userId":"müşteri-17","binNumber":"404308","forceThreeDS":true,"createPayment":{"#;
    assert!(body(&token).starts_with(start), "{}", body(&token));

    let card = MasterpassCard { bin_number: "404308", card_name: "Kartım" };
    let expected = r#"{"msisdn":"905551112233","binNumber":"404308","cardName":"Kartım"}"#;
    assert_eq!(body(&RetrieveMasterpassLoyalties::new("905551112233", card)), expected);

    let reference_id = MasterpassReferenceId::new("ref-1");
    let complete = CompleteMasterpassPayment::new(reference_id.clone(), "belirteç");
    assert_eq!(body(&complete), r#"{"referenceId":"ref-1","token":"belirteç"}"#);
    let three_ds = InitThreeDsMasterpassPayment::new(reference_id, "https://example.com/dönüş");
    assert_eq!(body(&three_ds), r#"{"referenceId":"ref-1","callbackUrl":"https://example.com/dönüş"}"#);
}

#[test]
fn lists_and_payout_accounts_take_their_kind_as_an_enum() {
    let list = AddValueToValueList::new("kara liste", FraudValueType::Email);
    assert_eq!(body(&list), r#"{"listName":"kara liste","type":"EMAIL"}"#);
    let own =
        CreatePayoutAccount::new(PayoutAccountType::Wise, "wise-1", Currency::Eur, AccountOwner::SubMerchantMember);
    let expected =
        r#"{"type":"WISE","externalAccountId":"wise-1","currency":"EUR","accountOwner":"SUB_MERCHANT_MEMBER"}"#;
    assert_eq!(body(&own), expected);
    let update = UpdatePayoutAccount::new(PayoutAccountId::new(7), PayoutAccountType::Wise, "wise-2");
    assert_eq!(update.path().unwrap(), "/settlement/v1/payout-accounts/7");
    assert_eq!(body(&update), r#"{"type":"WISE","externalAccountId":"wise-2"}"#);
}

#[test]
fn a_pos_takes_the_password_of_its_user_as_a_secret() {
    let user = PosUser::new("kullanıcı", Secret::from("parola"), PosUserType::Api, PosOperationType::Standard);
    let pos = CreateMerchantPos::new("Mağaza", Currency::Try, PosIntegrator::Garanti, [user]);
    let user =
        r#"{"posUsername":"kullanıcı","posPassword":"parola","posUserType":"API","posOperationType":"STANDARD"}"#;
    let expected =
        format!(r#"{{"name":"Mağaza","currency":"TRY","posIntegrator":"GARANTI","merchantPosUsers":[{user}]}}"#);
    assert_eq!(body(&pos), expected);
}

#[test]
fn a_link_takes_what_the_customer_reads_by_name() {
    let plate = ProductText { name: "Çini tabak", description: "**El yapımı**, 30 cm" };
    let link = CreateProduct::new(plate, dec!(750.00), Currency::Try, [1, 3]);
    let text = r#""name":"Çini tabak","price":750.00,"currency":"TRY","description":"**El yapımı**, 30 cm""#;
    assert_eq!(body(&link), format!(r#"{{{text},"enabledInstallments":[1,3]}}"#));
}

/// The arguments of one type that stand side by side all the same, with the reason.
const NEIGHBOURS: [(&str, &str); 3] = [
    ("AnyOperation::from_json", "JSON is no name of an operation, and a name is no JSON"),
    ("Credentials::new", "the panel, every document and every client name the keys in this order"),
    ("DateRange::new", "a range that ends before it starts is an error"),
];

/// A function of a type that has no `self`, in the listing of the public API.
struct Constructor {
    name: String,
    arguments: Vec<&'static str>,
}

fn constructors() -> Vec<Constructor> {
    let lines = include_str!("../../public-api.txt").lines();
    let signatures = lines.filter_map(|line| line.strip_prefix("pub fn ").or(line.strip_prefix("pub const fn ")));
    let calls = signatures.filter_map(|signature| signature.split_once('('));
    let constructors = calls.filter_map(|(path, rest)| {
        let mut segments = path.rsplit("::");
        let (function, owner) = (segments.next()?, segments.next()?);
        let is_method = rest.starts_with("self") || rest.starts_with("&self") || rest.starts_with("&mut self");
        let is_constructor = owner.starts_with(char::is_uppercase) && !is_method;
        is_constructor.then(|| Constructor { name: format!("{owner}::{function}"), arguments: arguments(rest) })
    });
    constructors.collect()
}

/// Returns the types of the arguments, given from after the opening parenthesis.
fn arguments(list: &'static str) -> Vec<&'static str> {
    let (mut depth, mut start, mut arguments) = (0, 0, Vec::new());
    for (index, character) in list.char_indices() {
        match character {
            '(' | '<' | '[' => depth += 1,
            ')' if depth == 0 => {
                arguments.push(list[start..index].trim());
                break;
            }
            ')' | '>' | ']' => depth -= 1,
            ',' if depth == 0 => {
                arguments.push(list[start..index].trim());
                start = index + 1;
            }
            _ => {}
        }
    }
    arguments.retain(|argument| !argument.is_empty());
    arguments
}

/// Returns what an argument takes: `str` if a string literal will do.
fn accepted(argument: &'static str) -> &'static str {
    let target = argument.strip_prefix("impl core::convert::Into<").and_then(|rest| rest.strip_suffix('>'));
    let is_string = |target: &str| {
        let conversion = format!("impl core::convert::From<&str> for {target}");
        target == "alloc::string::String" || include_str!("../../public-api.txt").lines().any(|line| line == conversion)
    };
    match target {
        _ if argument == "&str" => "str",
        Some(target) if is_string(target) => "str",
        Some(target) => target,
        None => argument,
    }
}

#[test]
fn no_arguments_can_be_swapped_unnoticed() {
    let constructors = constructors();
    assert!(constructors.len() > 300, "only {} were found", constructors.len());
    for Constructor { name, arguments } in constructors {
        assert!(arguments.len() <= 4, "{name} has {} arguments", arguments.len());
        let has_neighbours = arguments.windows(2).any(|pair| accepted(pair[0]) == accepted(pair[1]));
        let is_known = NEIGHBOURS.iter().any(|(known, _)| *known == name);
        assert_eq!(has_neighbours, is_known, "{name}: {arguments:?}");
    }
}
