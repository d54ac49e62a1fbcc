//! Paying out: sellers' earnings, and the accounts abroad that payouts can go to.
//!
//! ```
//! use craftgate_core::Currency;
//! use craftgate_core::id::MemberId;
//! use craftgate_core::settlement::{AccountOwner, CreatePayoutAccount, PayoutAccountType};
//!
//! let account = CreatePayoutAccount::new(
//!     PayoutAccountType::Wise,
//!     "wise-ışık-42",
//!     Currency::Eur,
//!     AccountOwner::SubMerchantMember,
//! )
//! .sub_merchant_member_id(MemberId::new(42));
//!
//! assert_eq!(account.sub_merchant_member_id, Some(MemberId::new(42)));
//! ```

use crate::api::currency::Currency;
use crate::api::id::{MemberId, PayoutAccountId};
use crate::api::page::Page;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::paging::paged;

operation! {
    /// Puts the earnings of approved lines into the sellers' wallets, now.
    ///
    /// It pays every approved line of every seller that is not excluded. To send the money on to the
    /// sellers' banks, ask for withdraws: [`CreateWithdraw`](crate::wallet::CreateWithdraw).
    POST "/settlement/v1/instant-wallet-settlements" => Settlement;

    pub struct CreateInstantWalletSettlement {
        repeated {
            /// Craftgate's ids of the sellers that are not to be paid now.
            excluded_sub_merchant_member_ids: MemberId,
        }
    }
}

variant_operation! {
    /// Adds an account that payouts can go to.
    POST "/settlement/v1/payout-accounts" => PayoutAccount;

    pub struct CreatePayoutAccount {
        required {
            /// Who keeps the account.
            account_type as "type": PayoutAccountType,
            /// The account's id there.
            external_account_id: String,
            /// The account's currency.
            currency: Currency,
            /// Whose account it is.
            account_owner: AccountOwner,
        }
        optional {
            /// Craftgate's id of the seller whose account it is; needed where it is a seller's.
            sub_merchant_member_id: MemberId,
        }
    }
}

impl CreatePayoutAccount {
    /// Returns the request to add an account; a seller's needs the `sub_merchant_member_id` too.
    #[must_use]
    pub fn new(
        account_type: PayoutAccountType,
        external_account_id: impl Into<String>,
        currency: Currency,
        account_owner: AccountOwner,
    ) -> Self {
        Self::with_required(account_type, external_account_id.into(), currency, account_owner)
    }
}

variant_operation! {
    /// Changes an account that payouts can go to.
    PUT "/settlement/v1/payout-accounts/{id}" => ();

    pub struct UpdatePayoutAccount {
        path {
            /// Craftgate's id of the account.
            id: PayoutAccountId
        }
        required {
            /// Who keeps the account.
            account_type as "type": PayoutAccountType,
            /// The account's id there.
            external_account_id: String,
        }
    }
}

impl UpdatePayoutAccount {
    /// Returns the request to let the payout account be another of the provider's.
    #[must_use]
    pub fn new(id: PayoutAccountId, account_type: PayoutAccountType, external_account_id: impl Into<String>) -> Self {
        Self::with_required(id, account_type, external_account_id.into())
    }
}

operation! {
    /// Deletes an account that payouts can go to.
    DELETE "/settlement/v1/payout-accounts/{id}" => ();

    pub struct DeletePayoutAccount {
        path {
            /// Craftgate's id of the account.
            id: PayoutAccountId
        }
    }
}

operation! {
    /// Finds accounts that payouts can go to.
    GET "/settlement/v1/payout-accounts" => Page<PayoutAccount>;

    pub struct SearchPayoutAccounts {
        optional {
            /// The account's currency.
            currency: Currency,
            /// Whose account it is.
            account_owner: AccountOwner,
            /// Craftgate's id of the seller whose account it is.
            sub_merchant_member_id: MemberId,
            /// Which page, from 0 on (Craftgate's default: 0).
            page: u32,
            /// How many a page (Craftgate's default: 10).
            size: u32,
        }
    }
}

paged! { SearchPayoutAccounts => PayoutAccount }

response_object! {
    /// What came of a settlement.
    pub struct Settlement {
        required {
            /// Whether the money was paid out.
            settlement_result_status: SettlementResultStatus,
        }
    }
}

response_object! {
    /// An account that payouts can go to.
    pub struct PayoutAccount {
        required {
            /// Craftgate's id of the account.
            id: PayoutAccountId,
        }
        optional {
            /// Who keeps the account.
            account_type as "type": PayoutAccountType,
            /// The account's id there.
            external_account_id: String,
            /// The account's currency.
            currency: Currency,
            /// Whose account it is.
            account_owner: AccountOwner,
            /// Craftgate's id of the seller whose account it is.
            sub_merchant_member_id: MemberId,
        }
    }
}

open_enum! {
    /// What came of a settlement. (Source: Craftgate's "Para Gönderim Talebi Sonuç Durumları".)
    pub enum SettlementResultStatus {
        /// The money was paid out.
        Success = "SUCCESS",
        /// It could not be.
        Failure = "FAILURE",
        /// There was nothing to pay out.
        NoRecordFound = "NO_RECORD_FOUND",
    }
}

open_enum! {
    /// Who keeps an account that payouts can go to.
    pub enum PayoutAccountType {
        /// Wise.
        Wise = "WISE",
    }
}

open_enum! {
    /// Whose account it is.
    pub enum AccountOwner {
        /// The merchant's.
        Merchant = "MERCHANT",
        /// A seller's.
        SubMerchantMember = "SUB_MERCHANT_MEMBER",
    }
}
