//! Members: a merchant's buyers and, in a marketplace, its sellers; and merchants themselves.
//!
//! ```
//! use craftgate_core::onboarding::{CreateMember, MemberType};
//!
//! let seller = CreateMember::new("satıcı-42")
//!     .is_sub_merchant(true)
//!     .member_type(MemberType::PrivateCompany)
//!     .name("Gülşah Işık")
//!     .legal_company_title("Işık Çinicilik")
//!     .tax_office("Kütahya")
//!     .tax_number("1111111114");
//!
//! assert_eq!(seller.is_sub_merchant, Some(true));
//! ```

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::id::{MemberId, MerchantId};
use crate::api::page::Page;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::paging::paged;
use crate::protocol::secret::Secret;

operation! {
    /// Makes a buyer, a seller, or somebody who is both.
    ///
    /// A seller (`is_sub_merchant`) needs a `member_type`, and with it the fields that its type asks
    /// for: a person's or company's name, tax office and number, IBAN.
    POST "/onboarding/v1/members" => Member;

    pub struct CreateMember {
        required {
            /// The merchant's own id of the member.
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
            /// Person or company; needed for a seller.
            member_type: MemberType,
            /// The company's legal name.
            legal_company_title: String,
            /// The tax office.
            tax_office: String,
            /// The tax number.
            tax_number: String,
            /// The bank account to pay out to.
            iban: String,
            /// Where a seller's earnings go.
            settlement_earnings_destination: SettlementEarningsDestination,
            /// How far the wallet may go below zero, in Turkish lira.
            negative_wallet_amount_limit: Decimal,
            /// How far a seller's balance may go below zero, in Turkish lira.
            sub_merchant_maximum_allowed_negative_balance: Decimal,
            /// Whether the member buys.
            is_buyer: bool,
            /// Whether the member sells.
            is_sub_merchant: bool,
            /// By how many days a seller's payout is put off.
            settlement_delay_count: i32,
        }
    }
}

variant_operation! {
    /// Changes a member.
    ///
    /// Correct a seller's name or IBAN so, after a payout came back, to have it paid out again.
    PUT "/onboarding/v1/members/{id}" => Member;

    pub struct UpdateMember {
        path {
            /// Craftgate's id of the member.
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
            /// Person or company.
            member_type: MemberType,
            /// The company's legal name.
            legal_company_title: String,
            /// The tax office.
            tax_office: String,
            /// The tax number.
            tax_number: String,
            /// The bank account to pay out to.
            iban: String,
            /// Where a seller's earnings go.
            settlement_earnings_destination: SettlementEarningsDestination,
            /// How far the wallet may go below zero, in Turkish lira.
            negative_wallet_amount_limit: Decimal,
            /// How far a seller's balance may go below zero, in Turkish lira.
            sub_merchant_maximum_allowed_negative_balance: Decimal,
            /// Whether the member buys.
            is_buyer: bool,
            /// Whether the member sells.
            is_sub_merchant: bool,
            /// By how many days a seller's payout is put off.
            settlement_delay_count: i32,
        }
    }
}

impl UpdateMember {
    /// Returns the update of a member, with the contact details that every update has to repeat.
    #[must_use]
    pub fn new(id: MemberId, contact: MemberContact<'_>) -> Self {
        Self::with_required(id, contact.address.to_owned(), contact.email.to_owned())
    }
}

/// A member's contact details, by name, so that they can't be swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "written as a literal by callers")]
pub struct MemberContact<'a> {
    /// The address.
    pub address: &'a str,
    /// The e-mail address.
    pub email: &'a str,
}

operation! {
    /// Looks a member up.
    GET "/onboarding/v1/members/{id}" => Member;

    pub struct RetrieveMember {
        path {
            /// Craftgate's id of the member.
            id: MemberId
        }
    }
}

operation! {
    /// Finds members.
    GET "/onboarding/v1/members" => Page<Member>;

    pub struct SearchMembers {
        optional {
            /// Which page, from 0 on (Craftgate's default: 0).
            page: u32,
            /// How many a page (Craftgate's default: 10).
            size: u32,
            /// Whether the member buys.
            is_buyer: bool,
            /// Whether the member sells.
            is_sub_merchant: bool,
            /// The member's name.
            name: String,
            /// Person or company.
            member_type: MemberType,
            /// The merchant's own id of the member.
            member_external_id: String,
        }
        repeated {
            /// Craftgate's ids of the members.
            member_ids: MemberId,
        }
    }
}

paged! { SearchMembers => Member }

variant_operation! {
    /// Makes a merchant, with keys of its own for the API.
    ///
    /// The secret key comes with this answer: store it.
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
            /// A secret word of the merchant's choosing.
            secret_word: Secret,
            /// The web site's address.
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

/// What every merchant needs, by name, so that no two of them can be swapped.
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
    /// A buyer or seller. Times are local to Turkey.
    pub struct Member {
        required {
            /// Craftgate's id of the member.
            id: MemberId,
        }
        optional {
            /// When it was made.
            created_date: NaiveDateTime,
            /// When it was last changed.
            updated_date: NaiveDateTime,
            /// Whether it can be used.
            status: Status,
            /// Whether the member buys.
            is_buyer: bool,
            /// Whether the member sells.
            is_sub_merchant: bool,
            /// Person or company.
            member_type: MemberType,
            /// The merchant's own id of the member.
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
            /// Where a seller's earnings go.
            settlement_earnings_destination: SettlementEarningsDestination,
            /// How far the wallet may go below zero, in Turkish lira.
            negative_wallet_amount_limit: Decimal,
            /// The bank account to pay out to.
            iban: String,
            /// By how many days a seller's payout is put off.
            settlement_delay_count: i32,
        }
    }
}

response_object! {
    /// A merchant that was made.
    pub struct Merchant {
        required {
            /// Craftgate's id of the merchant.
            id: MerchantId,
        }
        optional {
            /// The merchant's name.
            name: String,
        }
        repeated {
            /// Its keys for the API.
            merchant_api_credentials: MerchantApiCredential,
        }
    }
}

response_object! {
    /// A pair of keys for the API.
    pub struct MerchantApiCredential {
        optional {
            /// What it is called.
            name: String,
            /// The API key.
            api_key: Secret,
            /// The secret key, which requests are signed with.
            secret_key: Secret,
        }
    }
}

open_enum! {
    /// What a member is by law. (Source: Craftgate's "Üye Tipleri".)
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
    /// Where a seller's earnings go. (Source: Craftgate's "Üye Kazancı Hakediş Yerleri".)
    pub enum SettlementEarningsDestination {
        /// To the bank account.
        Iban = "IBAN",
        /// To the wallet.
        Wallet = "WALLET",
        /// To an account abroad.
        CrossBorder = "CROSS_BORDER",
        /// Nowhere.
        None = "NONE",
    }
}

open_enum! {
    /// Whether a record can be used. (Source: Craftgate's "Durum".)
    pub enum Status {
        /// It can't.
        Passive = "PASSIVE",
        /// It can.
        Active = "ACTIVE",
    }
}
