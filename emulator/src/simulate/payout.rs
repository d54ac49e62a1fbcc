//! Payouts, which Craftgate starts, and which a bank may return.

use craftgate_core::id::PayoutId;
use craftgate_core::settlement_reporting::BounceStatus;

use crate::domain::payout_run;
use crate::emulator::Emulator;

impl Emulator {
    /// Pays out sellers' earnings and members' withdrawals to their bank accounts, as Craftgate does every day, and
    /// returns the ids of the payouts. Bounced payouts are paid again once the member has another IBAN.
    pub fn run_payouts(&self) -> Vec<PayoutId> {
        // A payout finds every record that it has just looked up.
        self.with_context(|context| payout_run::run(context).unwrap_or_default())
    }

    /// Bounces a payout, as the bank does if the account does not exist. Returns false if there is no such payout, or
    /// it has bounced before.
    pub fn bounce_payout(&self, id: PayoutId) -> bool {
        self.with_context(|context| {
            let now = context.now;
            let Some(payout) = context.state.payouts.get_mut(id).filter(|payout| payout.can_bounce()) else {
                return false;
            };
            payout.detail.bounce_status = Some(BounceStatus::Bounced);
            payout.updated_date = now;
            true
        })
    }
}
