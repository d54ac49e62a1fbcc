//! Accounts abroad that payouts can go to.

use craftgate_core::Page;
use craftgate_core::settlement::{
    AccountOwner, CreatePayoutAccount, DeletePayoutAccount, PayoutAccount, PayoutAccountType, SearchPayoutAccounts,
    UpdatePayoutAccount,
};

use crate::context::Context;
use crate::incoming::demand;
use crate::refusal::{self, Refusal};
use crate::table::{Fields, Record};

pub(crate) fn create(context: &mut Context<'_>, asked: CreatePayoutAccount) -> Result<PayoutAccount, Refusal> {
    check(&asked.account_type, &asked.external_account_id)?;
    match asked.account_owner {
        AccountOwner::Merchant => {}
        AccountOwner::SubMerchantMember => {
            let seller = demand(asked.sub_merchant_member_id, "subMerchantMemberId")?;
            context.state.member(seller)?;
        }
        _ => return Err(refusal::INVALID.about("accountOwner")),
    }
    let account = context.state.payout_accounts.add(|id| {
        let mut account = PayoutAccount::new(id);
        account.account_type = Some(asked.account_type);
        account.external_account_id = Some(asked.external_account_id);
        account.currency = Some(asked.currency);
        account.account_owner = Some(asked.account_owner);
        account.sub_merchant_member_id = asked.sub_merchant_member_id;
        account
    });
    Ok(account.clone())
}

fn check(account_type: &PayoutAccountType, external_account_id: &str) -> Result<(), Refusal> {
    if let PayoutAccountType::Unrecognized(_) = account_type {
        return Err(refusal::INVALID.about("type"));
    }
    if external_account_id.is_empty() {
        return Err(refusal::INVALID.about("externalAccountId"));
    }
    Ok(())
}

pub(crate) fn update(context: &mut Context<'_>, asked: UpdatePayoutAccount) -> Result<(), Refusal> {
    check(&asked.account_type, &asked.external_account_id)?;
    let account = context.state.payout_accounts.get_mut(asked.id).ok_or_else(|| refusal::PAYOUT_ACCOUNT.plain())?;
    account.account_type = Some(asked.account_type);
    account.external_account_id = Some(asked.external_account_id);
    Ok(())
}

pub(crate) fn delete(context: &mut Context<'_>, asked: DeletePayoutAccount) -> Result<(), Refusal> {
    context.state.payout_accounts.remove(asked.id).map(drop).ok_or_else(|| refusal::PAYOUT_ACCOUNT.plain())
}

pub(crate) fn search(context: &mut Context<'_>, asked: SearchPayoutAccounts) -> Result<Page<PayoutAccount>, Refusal> {
    let search = context.state.payout_accounts.search();
    search
        .is("currency", asked.currency)
        .is("accountOwner", asked.account_owner)
        .is("subMerchantMemberId", asked.sub_merchant_member_id)
        .page(asked.page, asked.size, PayoutAccount::clone)
}

impl Record for PayoutAccount {
    fn fields(&self, fields: &mut Fields) {
        fields.put("currency", self.currency.as_ref());
        fields.put("accountOwner", self.account_owner.as_ref());
        fields.put("subMerchantMemberId", self.sub_merchant_member_id);
    }
}
