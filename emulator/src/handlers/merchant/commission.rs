//! The commissions of a POS. They are stored and returned, but change no payment.

use craftgate_core::Page;
use craftgate_core::id::MerchantPosId;
use craftgate_core::merchant::{
    PosCommission, RetrieveMerchantPosCommissions, UpdateMerchantPosCommissions, UpdatePosCommission,
};
use rust_decimal::Decimal;

use crate::domain::context::Context;
use crate::error::{ApiError, INVALID_VALUE};

pub(crate) fn retrieve(
    context: &mut Context<'_>,
    request: RetrieveMerchantPosCommissions,
) -> Result<Page<PosCommission>, ApiError> {
    commissions(context, request.merchant_pos_id)
}

/// Sets the given commissions, by their number of installments and card family.
pub(crate) fn update(
    context: &mut Context<'_>,
    request: UpdateMerchantPosCommissions,
) -> Result<Page<PosCommission>, ApiError> {
    context.state.pos.records.find(request.merchant_pos_id)?;
    request.commissions.iter().try_for_each(check)?;
    for commission in request.commissions {
        context.state.pos.set_commission(request.merchant_pos_id, commission)?;
    }
    commissions(context, request.merchant_pos_id)
}

fn commissions(context: &Context<'_>, pos_id: MerchantPosId) -> Result<Page<PosCommission>, ApiError> {
    context.state.pos.records.find(pos_id).map(|record| Page::new(record.commissions.clone()))
}

fn check(commission: &UpdatePosCommission) -> Result<(), ApiError> {
    if commission.installment < 1 {
        return Err(INVALID_VALUE.field("commissions.installment"));
    }
    let rates = [
        commission.bank_on_us_credit_card_commission_rate,
        commission.bank_not_on_us_credit_card_commission_rate,
        commission.bank_on_us_debit_card_commission_rate,
        commission.bank_not_on_us_debit_card_commission_rate,
        commission.bank_foreign_card_commission_rate,
        commission.merchant_commission_rate,
    ];
    match rates.into_iter().flatten().all(|rate| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&rate)) {
        true => Ok(()),
        false => Err(INVALID_VALUE.field("commissions")),
    }
}
