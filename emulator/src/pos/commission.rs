//! What a POS's bank charges. It is kept and told, and changes no payment.

use craftgate_core::Page;
use craftgate_core::merchant::{
    PosCommission, RetrieveMerchantPosCommissions, UpdateMerchantPosCommissions, UpdatePosCommission,
};
use rust_decimal::Decimal;

use super::PosTable;
use crate::context::Context;
use crate::refusal::{self, Refusal};

pub(crate) fn retrieve(
    context: &mut Context<'_>,
    asked: RetrieveMerchantPosCommissions,
) -> Result<Page<PosCommission>, Refusal> {
    context.state.pos.get(asked.merchant_pos_id).map(|record| Page::new(record.commissions.clone()))
}

/// Sets the commissions that are said, by their number of installments and card family.
pub(crate) fn update(
    context: &mut Context<'_>,
    asked: UpdateMerchantPosCommissions,
) -> Result<Page<PosCommission>, Refusal> {
    context.state.pos.get(asked.merchant_pos_id)?;
    asked.commissions.iter().try_for_each(check)?;
    for commission in asked.commissions {
        context.state.pos.set(asked.merchant_pos_id, commission)?;
    }
    context.state.pos.get(asked.merchant_pos_id).map(|record| Page::new(record.commissions.clone()))
}

fn check(commission: &UpdatePosCommission) -> Result<(), Refusal> {
    if commission.installment < 1 {
        return Err(refusal::INVALID.about("commissions.installment"));
    }
    let rates = [
        commission.bank_on_us_credit_card_commission_rate,
        commission.bank_not_on_us_credit_card_commission_rate,
        commission.bank_on_us_debit_card_commission_rate,
        commission.bank_not_on_us_debit_card_commission_rate,
        commission.bank_foreign_card_commission_rate,
        commission.merchant_commission_rate,
    ];
    if rates.into_iter().flatten().any(|rate| rate < Decimal::ZERO || rate > Decimal::ONE_HUNDRED) {
        return Err(refusal::INVALID.about("commissions"));
    }
    Ok(())
}

impl PosTable {
    fn set(&mut self, pos_id: i64, commission: UpdatePosCommission) -> Result<(), Refusal> {
        let next_id = self.last_commission_id + 1;
        let commissions = &mut self.get_mut(pos_id)?.commissions;
        let is_same = |saved: &&mut PosCommission| {
            let saved = &saved.commission;
            saved.installment == commission.installment && saved.card_brand_name == commission.card_brand_name
        };
        if let Some(saved) = commissions.iter_mut().find(is_same) {
            saved.commission = commission;
            return Ok(());
        }
        let mut saved = PosCommission::new(commission);
        saved.id = Some(next_id);
        commissions.push(saved);
        self.last_commission_id = next_id;
        Ok(())
    }
}
