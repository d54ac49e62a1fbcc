//! Members, which are a merchant's buyers and a marketplace's sellers, and merchants.
//!
//! ```
//! use craftgate_core::Validate;
//! use craftgate_core::onboarding::{CreateMember, MemberType};
//!
//! let seller = CreateMember::new("satıcı-42")
//!     .is_sub_merchant(true)
//!     .member_type(MemberType::PrivateCompany)
//!     .legal_company_title("Işık Çinicilik")
//!     .tax_office("Kütahya")
//!     .tax_number("1111111114")
//!     .contact_name("Gülşah")
//!     .contact_surname("Işık")
//!     .address("Çinili Cad. No: 17, Kütahya")
//!     .email("gulsah@example.com")
//!     .phone_number("905551111111");
//!
//! assert_eq!(seller.validate(), Ok(vec![]));
//! ```

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::id::{MemberId, MerchantId};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::page::Page;
use crate::protocol::paging::paged;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, Validator, form};

operation! {
    /// Creates a member: a buyer, a seller, or both.
    ///
    /// Craftgate's documentation asks for `address`, `email` and `phone_number`. A seller (`is_sub_merchant`) needs a
    /// `member_type`; a company `legal_company_title`, `tax_office` and `tax_number`, a limited company `name` too; a
    /// buyer, a person or a sole proprietorship `contact_name` and `contact_surname`; and who is paid to a bank account
    /// an `iban`.
    POST "/onboarding/v1/members" => Member;

    pub struct CreateMember {
        required {
            /// The merchant's id of the member.
            member_external_id: String,
        }
        optional {
            /// The member's name.
            name: String,
            /// The address.
            address: String,
            /// The e-mail address.
            email: String,
            /// The telephone number.
            phone_number: String,
            /// The contact's first name.
            contact_name: String,
            /// The contact's surname.
            contact_surname: String,
            /// The member's legal form; needed for a seller.
            member_type: MemberType,
            /// The company's legal name.
            legal_company_title: String,
            /// The tax office.
            tax_office: String,
            /// The tax number.
            tax_number: String,
            /// The IBAN of the bank account for payouts; Turkish IBANs only.
            iban: String,
            /// The destination of a seller's earnings.
            settlement_earnings_destination: SettlementEarningsDestination,
            /// The negative balance allowed for the wallet, in Turkish lira.
            negative_wallet_amount_limit: Decimal,
            /// The negative balance allowed for a seller, in Turkish lira: for refunds that exceed the seller's
            /// balance.
            sub_merchant_maximum_allowed_negative_balance: Decimal,
            /// Whether the member is a buyer.
            is_buyer: bool,
            /// Whether the member is a seller.
            is_sub_merchant: bool,
            /// The number of days that a seller's payouts are delayed.
            settlement_delay_count: i32,
        }
    }
}

impl Validate for CreateMember {
    fn check(&self, validator: &mut Validator) {
        use MemberType::{LimitedOrJointStockCompany, Personal, PrivateCompany};

        let is_seller = self.is_sub_merchant == Some(true);
        let is_of =
            |types: &[MemberType]| is_seller && self.member_type.as_ref().is_some_and(|own| types.contains(own));
        let is_company = is_of(&[PrivateCompany, LimitedOrJointStockCompany]);
        let has_contact = self.is_buyer == Some(true) || is_of(&[Personal, PrivateCompany]);
        validator
            .require_filled([
                ("memberExternalId", Some(&self.member_external_id)),
                ("address", self.address.as_deref()),
                ("email", self.email.as_deref()),
                ("phoneNumber", self.phone_number.as_deref()),
            ])
            .require("memberType", !is_seller || self.member_type.is_some())
            .require_if("name", is_of(&[LimitedOrJointStockCompany]), self.name.as_deref())
            .require_if("legalCompanyTitle", is_company, self.legal_company_title.as_deref())
            .require_if("taxOffice", is_company, self.tax_office.as_deref())
            .require_if("taxNumber", is_company, self.tax_number.as_deref())
            .require_if("contactName", has_contact, self.contact_name.as_deref())
            .require_if("contactSurname", has_contact, self.contact_surname.as_deref())
            .payout_account(is_seller, self.settlement_earnings_destination.as_ref(), self.iban.as_deref());
    }
}

impl Validator {
    /// Checks that a member who is paid to a bank account has one. (Source: Craftgate's "Üye Oluşturma".)
    fn payout_account(
        &mut self,
        is_seller: bool,
        destination: Option<&SettlementEarningsDestination>,
        iban: Option<&str>,
    ) -> &mut Self {
        let is_needed = is_seller && destination == Some(&SettlementEarningsDestination::Iban);
        let iban = iban.filter(|iban| form::is_filled(iban));
        self.require_if("iban", is_needed, iban).form("iban", iban, &form::IBAN)
    }
}

variant_operation! {
    /// Updates a member.
    ///
    /// After a seller's payout was returned, correct the name or IBAN: the payout is then tried again.
    PUT "/onboarding/v1/members/{id}" => Member;

    pub struct UpdateMember {
        path {
            /// The member's id.
            id: MemberId
        }
        required {
            /// The address.
            address: String,
            /// The e-mail address.
            email: String,
        }
        optional {
            /// The member's name.
            name: String,
            /// The telephone number.
            phone_number: String,
            /// The contact's first name.
            contact_name: String,
            /// The contact's surname.
            contact_surname: String,
            /// The member's legal form.
            member_type: MemberType,
            /// The company's legal name.
            legal_company_title: String,
            /// The tax office.
            tax_office: String,
            /// The tax number.
            tax_number: String,
            /// The IBAN of the bank account for payouts; Turkish IBANs only.
            iban: String,
            /// The destination of a seller's earnings.
            settlement_earnings_destination: SettlementEarningsDestination,
            /// The negative balance allowed for the wallet, in Turkish lira.
            negative_wallet_amount_limit: Decimal,
            /// The negative balance allowed for a seller, in Turkish lira: for refunds that exceed the seller's
            /// balance.
            sub_merchant_maximum_allowed_negative_balance: Decimal,
            /// Whether the member is a buyer.
            is_buyer: bool,
            /// Whether the member is a seller.
            is_sub_merchant: bool,
            /// The number of days that a seller's payouts are delayed.
            settlement_delay_count: i32,
        }
        matches { id == id }
    }
}

impl Validate for UpdateMember {
    fn check(&self, validator: &mut Validator) {
        let is_seller = self.is_sub_merchant == Some(true);
        validator
            .require_filled([("address", Some(&self.address)), ("email", Some(&self.email))])
            .require("memberType", !is_seller || self.member_type.is_some())
            .payout_account(is_seller, self.settlement_earnings_destination.as_ref(), self.iban.as_deref());
    }
}

impl UpdateMember {
    /// Returns the update of a member, with the contact details that every update has to repeat.
    #[must_use]
    pub fn new(id: MemberId, contact: MemberContact<'_>) -> Self {
        Self::with_required(id, contact.address.to_owned(), contact.email.to_owned())
    }
}

/// A member's contact details. The fields are named, so that they can't be swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "written as a literal by callers")]
pub struct MemberContact<'a> {
    /// The address.
    pub address: &'a str,
    /// The e-mail address.
    pub email: &'a str,
}

operation! {
    /// Retrieves a member.
    GET "/onboarding/v1/members/{id}" => Member;

    pub struct RetrieveMember {
        path {
            /// The member's id.
            id: MemberId
        }
        matches { id == id }
    }
}

operation! {
    /// Searches for members.
    GET "/onboarding/v1/members" => Page<Member>;

    pub struct SearchMembers {
        optional {
            /// The page number, from 0 (default: 0).
            page: u32,
            /// The page size (default: 10).
            size: u32,
            /// Whether the member is a buyer.
            is_buyer: bool,
            /// Whether the member is a seller.
            is_sub_merchant: bool,
            /// The member's name.
            name: String,
            /// The member's legal form.
            member_type: MemberType,
            /// The merchant's id of the member.
            member_external_id: String,
        }
        repeated {
            /// The members' ids.
            member_ids: MemberId,
        }
    }
}

paged! { SearchMembers => Member }

variant_operation! {
    /// Creates a merchant, with API keys of its own.
    ///
    /// The secret key is in this response: store it.
    POST "/onboarding/v1/merchants" => Merchant;

    pub struct CreateMerchant {
        required {
            /// The merchant's name.
            name: String,
            /// The company's legal name.
            legal_company_title: String,
            /// The e-mail address.
            email: String,
        }
        optional {
            /// The merchant's secret word.
            secret_word: Secret,
            /// The URL of the web site.
            website: String,
            /// The telephone number.
            phone_number: String,
            /// The contact's first name.
            contact_name: String,
            /// The contact's surname.
            contact_surname: String,
            /// The contact's telephone number.
            contact_phone_number: String,
        }
    }
}

impl CreateMerchant {
    /// Returns the request to create a merchant with these details.
    #[must_use]
    pub fn new(merchant: MerchantDetails<'_>) -> Self {
        Self::with_required(
            merchant.name.to_owned(),
            merchant.legal_company_title.to_owned(),
            merchant.email.to_owned(),
        )
    }
}

/// The details that every merchant needs. The fields are named, so that they can't be swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "written as a literal by callers")]
pub struct MerchantDetails<'a> {
    /// The merchant's name.
    pub name: &'a str,
    /// The company's legal name.
    pub legal_company_title: &'a str,
    /// The e-mail address.
    pub email: &'a str,
}

response_object! {
    /// A buyer, a seller, or both. Times are local to Turkey.
    pub struct Member {
        required {
            /// The member's id.
            id: MemberId,
        }
        optional {
            /// The time of creation.
            created_date: NaiveDateTime,
            /// The time of the last update.
            updated_date: NaiveDateTime,
            /// Whether the member is active.
            status: Status,
            /// Whether the member is a buyer.
            is_buyer: bool,
            /// Whether the member is a seller.
            is_sub_merchant: bool,
            /// The member's legal form.
            member_type: MemberType,
            /// The merchant's id of the member.
            member_external_id: String,
            /// The member's name.
            name: String,
            /// The e-mail address.
            email: String,
            /// The address.
            address: String,
            /// The telephone number.
            phone_number: String,
            /// The contact's first name.
            contact_name: String,
            /// The contact's surname.
            contact_surname: String,
            /// The company's legal name.
            legal_company_title: String,
            /// The tax office.
            tax_office: String,
            /// The tax number.
            tax_number: String,
            /// The destination of a seller's earnings.
            settlement_earnings_destination: SettlementEarningsDestination,
            /// The negative balance allowed for the wallet, in Turkish lira.
            negative_wallet_amount_limit: Decimal,
            /// The negative balance allowed for a seller, in Turkish lira: for refunds that exceed the seller's
            /// balance.
            sub_merchant_maximum_allowed_negative_balance: Decimal,
            /// The IBAN of the bank account for payouts; Turkish IBANs only.
            iban: String,
            /// The number of days that a seller's payouts are delayed.
            settlement_delay_count: i32,
        }
    }
}

response_object! {
    /// A merchant that was created.
    pub struct Merchant {
        required {
            /// The merchant's id.
            id: MerchantId,
        }
        optional {
            /// The merchant's name.
            name: String,
        }
        repeated {
            /// The merchant's API keys.
            merchant_api_credentials: MerchantApiCredential,
        }
    }
}

response_object! {
    /// A pair of API keys.
    pub struct MerchantApiCredential {
        optional {
            /// The name of the pair.
            name: String,
            /// The API key.
            api_key: Secret,
            /// The secret key, which signs requests.
            secret_key: Secret,
        }
    }
}

open_enum! {
    /// A member's legal form. (Source: Craftgate's "Üye Tipleri".)
    pub enum MemberType {
        /// A person.
        Personal = "PERSONAL",
        /// A sole proprietorship.
        PrivateCompany = "PRIVATE_COMPANY",
        /// A limited or joint stock company.
        LimitedOrJointStockCompany = "LIMITED_OR_JOINT_STOCK_COMPANY",
    }
}

open_enum! {
    /// The destination of a seller's earnings. (Source: Craftgate's "Üye Kazancı Hakediş Yerleri".)
    pub enum SettlementEarningsDestination {
        /// The bank account.
        Iban = "IBAN",
        /// The wallet.
        Wallet = "WALLET",
        /// An account abroad.
        CrossBorder = "CROSS_BORDER",
        /// None.
        None = "NONE",
    }
}

open_enum! {
    /// The status of a record. (Source: Craftgate's "Durum".)
    pub enum Status {
        /// Not in use.
        Passive = "PASSIVE",
        /// In use.
        Active = "ACTIVE",
    }
}
