//! Money between the merchant's wallet and a member's.

use craftgate_core::Currency;
use craftgate_core::onboarding::Status;
use craftgate_core::wallet::{
    ReceiveRemittance, Remittance, RemittanceReasonType, RemittanceType, RetrieveRemittance, SendRemittance,
    WalletTransactionType,
};
use rust_decimal::Decimal;

use super::Entry;
use crate::context::Context;
use crate::money::positive;
use crate::refusal::{self, Refusal};

pub(crate) fn send(context: &mut Context<'_>, asked: SendRemittance) -> Result<Remittance, Refusal> {
    let SendRemittance { member_id, description, price, currency, remittance_reason_type, .. } = asked;
    let slip = Slip { member_id, description, price, currency, reason: remittance_reason_type };
    slip.remit(context, RemittanceType::Send)
}

pub(crate) fn receive(context: &mut Context<'_>, asked: ReceiveRemittance) -> Result<Remittance, Refusal> {
    let ReceiveRemittance { member_id, description, price, currency, remittance_reason_type, .. } = asked;
    let slip = Slip { member_id, description, price, currency, reason: remittance_reason_type };
    slip.remit(context, RemittanceType::Receive)
}

pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrieveRemittance) -> Result<Remittance, Refusal> {
    context.state.remittances.get(asked.id).cloned().ok_or_else(|| refusal::REMITTANCE.plain())
}

/// What both directions ask for.
struct Slip {
    member_id: i64,
    description: String,
    price: Decimal,
    currency: Currency,
    reason: Option<RemittanceReasonType>,
}

impl Slip {
    /// The member's wallet comes first: there may be too little in it.
    fn remit(self, context: &mut Context<'_>, direction: RemittanceType) -> Result<Remittance, Refusal> {
        let price = positive("price", self.price)?;
        let reason = self.reason.clone().unwrap_or(RemittanceReasonType::RedeemOnlyLoyalty);
        if let RemittanceReasonType::Unrecognized(_) = reason {
            return Err(refusal::INVALID.about("remittanceReasonType"));
        }
        let members = context.state.wallets.of_member(self.member_id, &self.currency)?;
        let merchants = context.wallet_for(None, &self.currency);
        let gain = if direction == RemittanceType::Send { price } else { -price };
        let id = context.state.remittances.next_id();
        let entry = |amount| Entry::new(WalletTransactionType::Remittance, amount, id);
        context.book(members, entry(gain).withdrawable(reason.is_withdrawable()))?;
        context.book(merchants, entry(-gain))?;
        let now = context.now;
        let remittance = context.state.remittances.add(|id| {
            let mut remittance = Remittance::new(id, Status::Active);
            remittance.created_date = Some(now);
            remittance.price = Some(price);
            remittance.currency = Some(self.currency);
            remittance.member_id = Some(self.member_id);
            remittance.remittance_type = Some(direction);
            remittance.remittance_reason_type = Some(reason);
            remittance.description = Some(self.description);
            remittance
        });
        Ok(remittance.clone())
    }
}
