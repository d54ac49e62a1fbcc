//! Settlements, which pay sellers' earnings into their wallets at once, and accounts for payouts abroad.

use craftgate_core::settlement::{
    AccountOwner, CreateInstantWalletSettlement, CreatePayoutAccount, DeletePayoutAccount, PayoutAccount,
    PayoutAccountType, SearchPayoutAccounts, Settlement, SettlementResultStatus, UpdatePayoutAccount,
};
use craftgate_core::wallet::WalletTransactionType;
use craftgate_core::{Currency, Page};

use crate::domain::context::Context;
use crate::domain::earnings::{Earning, mark_settled};
use crate::domain::ledger::Entry;
use crate::domain::payment::PaymentRecord;
use crate::domain::wallet;
use crate::error::{ApiError, INVALID_VALUE, require};

/// Pays the earnings of approved transactions in lira into the sellers' wallets, which are opened if necessary.
pub(crate) fn settle_to_wallets(
    context: &mut Context<'_>,
    request: CreateInstantWalletSettlement,
) -> Result<Settlement, ApiError> {
    let mut due: Vec<Earning> =
        context.state.payments.search().all().into_iter().flat_map(PaymentRecord::earnings).collect();
    due.retain(|earning| !request.excluded_sub_merchant_member_ids.contains(&earning.seller_id));
    for earning in &due {
        let wallet_id = wallet::find_or_open(context, Some(earning.seller_id), &Currency::Try);
        let entry = Entry::new(WalletTransactionType::SettlementEarnings, earning.amount, earning.transaction_id);
        wallet::post(context, wallet_id, entry)?;
        mark_settled(context, earning)?;
    }
    Ok(Settlement::new(match due.is_empty() {
        true => SettlementResultStatus::NoRecordFound,
        false => SettlementResultStatus::Success,
    }))
}

pub(crate) fn create_payout_account(
    context: &mut Context<'_>,
    request: CreatePayoutAccount,
) -> Result<PayoutAccount, ApiError> {
    check_account(&request.account_type, &request.external_account_id)?;
    match request.account_owner {
        AccountOwner::Merchant => {}
        AccountOwner::SubMerchantMember => {
            let seller_id = require(request.sub_merchant_member_id, "subMerchantMemberId")?;
            context.state.members.find(seller_id)?;
        }
        _ => return Err(INVALID_VALUE.field("accountOwner")),
    }
    Ok(context.state.payout_accounts.create(|id| {
        let mut account = PayoutAccount::new(id);
        account.account_type = Some(request.account_type);
        account.external_account_id = Some(request.external_account_id);
        account.currency = Some(request.currency);
        account.account_owner = Some(request.account_owner);
        account.sub_merchant_member_id = request.sub_merchant_member_id;
        account
    }))
}

fn check_account(account_type: &PayoutAccountType, external_account_id: &str) -> Result<(), ApiError> {
    if let PayoutAccountType::Unrecognized(_) = account_type {
        return Err(INVALID_VALUE.field("type"));
    }
    if external_account_id.is_empty() {
        return Err(INVALID_VALUE.field("externalAccountId"));
    }
    Ok(())
}

pub(crate) fn update_payout_account(context: &mut Context<'_>, request: UpdatePayoutAccount) -> Result<(), ApiError> {
    check_account(&request.account_type, &request.external_account_id)?;
    let account = context.state.payout_accounts.find_mut(request.id)?;
    account.account_type = Some(request.account_type);
    account.external_account_id = Some(request.external_account_id);
    Ok(())
}

pub(crate) fn delete_payout_account(context: &mut Context<'_>, request: DeletePayoutAccount) -> Result<(), ApiError> {
    context.state.payout_accounts.remove(request.id).map(drop)
}

pub(crate) fn search_payout_accounts(
    context: &mut Context<'_>,
    request: SearchPayoutAccounts,
) -> Result<Page<PayoutAccount>, ApiError> {
    let search = context.state.payout_accounts.search();
    search
        .equals(request.currency, |account| account.currency.as_ref())
        .equals(request.account_owner, |account| account.account_owner.as_ref())
        .equals(request.sub_merchant_member_id, |account| account.sub_merchant_member_id.as_ref())
        .page(request.page, request.size, PayoutAccount::clone)
}
