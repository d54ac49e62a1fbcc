//! Remittances between the merchant's wallet and a member's.

use craftgate_core::Currency;
use craftgate_core::id::MemberId;
use craftgate_core::onboarding::Status;
use craftgate_core::wallet::{
    ReceiveRemittance, Remittance, RemittanceReasonType, RemittanceType, RetrieveRemittance, SendRemittance,
    WalletTransactionType,
};
use rust_decimal::Decimal;

use crate::domain::context::Context;
use crate::domain::ledger::Entry;
use crate::domain::money::positive;
use crate::domain::wallet;
use crate::error::{ApiError, INVALID_VALUE};

pub(crate) fn send(context: &mut Context<'_>, request: SendRemittance) -> Result<Remittance, ApiError> {
    let SendRemittance { member_id, description, price, currency, remittance_reason_type, .. } = request;
    let draft = RemittanceDraft { member_id, description, price, currency, reason: remittance_reason_type };
    draft.remit(context, RemittanceType::Send)
}

pub(crate) fn receive(context: &mut Context<'_>, request: ReceiveRemittance) -> Result<Remittance, ApiError> {
    let ReceiveRemittance { member_id, description, price, currency, remittance_reason_type, .. } = request;
    let draft = RemittanceDraft { member_id, description, price, currency, reason: remittance_reason_type };
    draft.remit(context, RemittanceType::Receive)
}

pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveRemittance) -> Result<Remittance, ApiError> {
    context.state.remittances.find(request.id).cloned()
}

/// A remittance in either direction.
struct RemittanceDraft {
    member_id: MemberId,
    description: String,
    price: Decimal,
    currency: Currency,
    reason: Option<RemittanceReasonType>,
}

impl RemittanceDraft {
    /// Posts to the member's wallet first, whose balance may be insufficient.
    fn remit(self, context: &mut Context<'_>, direction: RemittanceType) -> Result<Remittance, ApiError> {
        let price = positive("price", self.price)?;
        let reason = self.reason.clone().unwrap_or(RemittanceReasonType::RedeemOnlyLoyalty);
        if let RemittanceReasonType::Unrecognized(_) = reason {
            return Err(INVALID_VALUE.field("remittanceReasonType"));
        }
        let member_wallet = context.state.ledger.id_of(self.member_id, &self.currency)?;
        let merchant_wallet = wallet::find_or_open(context, None, &self.currency);
        let amount = if direction == RemittanceType::Send { price } else { -price };
        let id = context.state.remittances.next_id();
        let entry = |amount| Entry::new(WalletTransactionType::Remittance, amount, id);
        wallet::post(context, member_wallet, entry(amount).withdrawable(reason.is_withdrawable()))?;
        wallet::post(context, merchant_wallet, entry(-amount))?;
        let now = context.now;
        Ok(context.state.remittances.create(|id| {
            let mut remittance = Remittance::new(id, Status::Active);
            remittance.created_date = Some(now);
            remittance.price = Some(price);
            remittance.currency = Some(self.currency);
            remittance.member_id = Some(self.member_id);
            remittance.remittance_type = Some(direction);
            remittance.remittance_reason_type = Some(reason);
            remittance.description = Some(self.description);
            remittance
        }))
    }
}
