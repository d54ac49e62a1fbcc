//! Members.

use craftgate_core::onboarding::{CreateMember, UpdateMember};
use serde_json::{Value, json};

use super::{invalid, missing, rules};

fn member() -> Value {
    json!({
        "memberExternalId": "üye-1", "address": "Çinili Cad. No: 17, Kütahya", "email": "uye@example.com",
        "phoneNumber": "905551111111", "id": 17,
    })
}

fn with(fields: Value) -> Value {
    let mut member = member();
    super::merge(&mut member, &fields);
    member
}

fn buyer() -> Value {
    with(json!({"isBuyer": true, "contactName": "Gülşah", "contactSurname": "Işık"}))
}

fn person() -> Value {
    with(json!({
        "isSubMerchant": true, "memberType": "PERSONAL", "contactName": "Gülşah", "contactSurname": "Işık",
        "settlementEarningsDestination": "IBAN", "iban": "TR930006701000000001111111",
    }))
}

fn company() -> Value {
    with(json!({
        "isSubMerchant": true, "memberType": "LIMITED_OR_JOINT_STOCK_COMPANY", "name": "Işık",
        "legalCompanyTitle": "Işık Çinicilik Ltd. Şti.", "taxOffice": "Kütahya", "taxNumber": "1111111114",
    }))
}

const IBAN: &str = "a Turkish IBAN: TR and 24 digits, of which the first two fit the rest";

rules! {
    member_required_id: CreateMember, member(), {"memberExternalId": ""} => missing("memberExternalId"), {};
    member_required_address: CreateMember, member(), {"address": null} => missing("address"), {};
    member_required_email: CreateMember, member(), {"email": null} => missing("email"), {};
    member_required_phone: CreateMember, member(), {"phoneNumber": " "} => missing("phoneNumber"), {};
    member_required_by_an_update: UpdateMember, member(), {"email": ""} => missing("email"), {};
    seller_type: CreateMember, member(), {"isSubMerchant": true} => missing("memberType"), {"isSubMerchant": false};
    seller_type_of_an_update: UpdateMember, member(), {"isSubMerchant": true}
        => missing("memberType"), {"isSubMerchant": true, "memberType": "PERSONAL"};
    seller_name: CreateMember, company(), {"name": null} => missing("name"), {};
    seller_title: CreateMember, company(), {"legalCompanyTitle": null} => missing("legalCompanyTitle"), {};
    seller_tax_office: CreateMember, company(), {"taxOffice": null} => missing("taxOffice"), {};
    seller_tax_number: CreateMember, company(), {"taxNumber": null} => missing("taxNumber"), {};
    seller_title_of_a_private_company: CreateMember, person(),
        {"memberType": "PRIVATE_COMPANY", "taxOffice": "Kütahya", "taxNumber": "1111111114"}
        => missing("legalCompanyTitle"), {};
    member_contact_of_a_buyer: CreateMember, buyer(), {"contactName": null}
        => missing("contactName"), {"isBuyer": false, "contactName": null};
    member_contact_of_a_person: CreateMember, person(), {"contactSurname": null} => missing("contactSurname"), {};
    seller_iban: CreateMember, person(), {"iban": null}
        => missing("iban"), {"settlementEarningsDestination": "WALLET", "iban": null};
    seller_iban_of_an_update: UpdateMember, person(), {"iban": ""} => missing("iban"), {};
    seller_iban_from_turkey: CreateMember, person(), {"iban": "DE89370400440532013000"} => invalid("iban", IBAN), {};
    seller_iban_check_digits: CreateMember, person(), {"iban": "TR930006701000000001111112"} => invalid("iban", IBAN), {};
}
