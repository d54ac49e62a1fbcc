//! Settlement of sellers' earnings, and the accounts abroad that payouts can go to.
//!
//! ```
//! use craftgate_core::{Currency, Validate};
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
//! assert_eq!(account.validate(), Ok(vec![]));
//! assert_eq!(account.sub_merchant_member_id, Some(MemberId::new(42)));
//! ```

use crate::api::currency::Currency;
use crate::api::id::{MemberId, PayoutAccountId};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::page::Page;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Pays the earnings of approved lines into the sellers' wallets at once.
    ///
    /// Every approved line of every seller that is not excluded is settled. To send the money to the sellers' bank
    /// accounts, create withdrawals: [`CreateWithdraw`](crate::wallet::CreateWithdraw).
    POST "/settlement/v1/instant-wallet-settlements" => Settlement;

    pub struct CreateInstantWalletSettlement {
        repeated {
            /// The ids, as members, of the sellers to exclude.
            excluded_sub_merchant_member_ids: MemberId,
        }
    }
}

variant_operation! {
    /// Creates an account abroad that payouts can go to.
    POST "/settlement/v1/payout-accounts" => PayoutAccount;

    pub struct CreatePayoutAccount {
        required {
            /// The provider of the account.
            account_type as "type": PayoutAccountType,
            /// The account's id at the provider.
            external_account_id: String,
            /// The account's currency.
            currency: Currency,
            /// The owner of the account.
            account_owner: AccountOwner,
        }
        optional {
            /// The owner's id as a member; needed if a seller is the owner.
            sub_merchant_member_id: MemberId,
        }
    }
}

impl Validate for CreatePayoutAccount {
    fn check(&self, validator: &mut Validator) {
        let is_sellers = self.account_owner == AccountOwner::SubMerchantMember;
        validator
            .require_filled([("externalAccountId", Some(&self.external_account_id))])
            .require("subMerchantMemberId", !is_sellers || self.sub_merchant_member_id.is_some());
    }
}

impl CreatePayoutAccount {
    /// Returns the request to create an account; a seller's needs a `sub_merchant_member_id` too.
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
    /// Updates an account that payouts can go to.
    PUT "/settlement/v1/payout-accounts/{id}" => ();

    pub struct UpdatePayoutAccount {
        path {
            /// The payout account's id.
            id: PayoutAccountId
        }
        required {
            /// The provider of the account.
            account_type as "type": PayoutAccountType,
            /// The account's id at the provider.
            external_account_id: String,
        }
    }
}

impl UpdatePayoutAccount {
    /// Returns the request to point the payout account to this account at the provider.
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
            /// The payout account's id.
            id: PayoutAccountId
        }
    }
}

operation! {
    /// Searches for accounts that payouts can go to.
    GET "/settlement/v1/payout-accounts" => Page<PayoutAccount>;

    pub struct SearchPayoutAccounts {
        optional {
            /// The account's currency.
            currency: Currency,
            /// The owner of the account.
            account_owner: AccountOwner,
            /// The owner's id as a member, if a seller is the owner.
            sub_merchant_member_id: MemberId,
            /// The page number, from 0 (default: 0).
            page: u32,
            /// The page size (default: 10).
            size: u32,
        }
    }
}

paged! { SearchPayoutAccounts => PayoutAccount }

response_object! {
    /// The result of a settlement.
    pub struct Settlement {
        required {
            /// The settlement's result.
            settlement_result_status: SettlementResultStatus,
        }
    }
}

response_object! {
    /// An account abroad that payouts can go to.
    pub struct PayoutAccount {
        required {
            /// The payout account's id.
            id: PayoutAccountId,
        }
        optional {
            /// The provider of the account.
            account_type as "type": PayoutAccountType,
            /// The account's id at the provider.
            external_account_id: String,
            /// The account's currency.
            currency: Currency,
            /// The owner of the account.
            account_owner: AccountOwner,
            /// The owner's id as a member, if a seller is the owner.
            sub_merchant_member_id: MemberId,
        }
    }
}

open_enum! {
    /// The result of a settlement. (Source: Craftgate's "Para Gönderim Talebi Sonuç Durumları".)
    pub enum SettlementResultStatus {
        /// The money was paid out.
        Success = "SUCCESS",
        /// The money could not be paid out.
        Failure = "FAILURE",
        /// There was nothing to pay out.
        NoRecordFound = "NO_RECORD_FOUND",
    }
}

open_enum! {
    /// The provider of a payout account.
    pub enum PayoutAccountType {
        /// Wise.
        Wise = "WISE",
    }
}

open_enum! {
    /// The owner of a payout account.
    pub enum AccountOwner {
        /// The merchant.
        Merchant = "MERCHANT",
        /// A seller.
        SubMerchantMember = "SUB_MERCHANT_MEMBER",
    }
}
