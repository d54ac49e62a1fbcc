//! The merchant's POS.
//!
//! Their passwords and keys are discarded, so that no response can contain them.

use craftgate_core::id::{MerchantPosId, PosCommissionId, PosUserId};
use craftgate_core::merchant::{
    AutopilotState, Pos, PosCommission, PosOperationType, PosStatus, PosUser, PosUserType, UpdatePosCommission,
};
use craftgate_core::payment::MerchantPos;
use craftgate_core::{Currency, Secret};
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use crate::error::{ApiError, ErrorDef, POS_NOT_FOUND};
use crate::store::{NoKey, Record, Table};

/// The name and the alias of the POS that every payment goes through.
const NAME: &str = "Emülatör";
const ALIAS: &str = "emulator";

/// The merchant's POS, of which the first exists from the start.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase", default))]
pub(crate) struct PosTable {
    pub(crate) records: Table<PosRecord>,
    last_user_id: i64,
    last_commission_id: i64,
}

/// A POS with its commissions.
#[derive(Clone)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct PosRecord {
    pub(crate) pos: Pos,
    pub(crate) commissions: Vec<PosCommission>,
    /// Whether the bank charges a card once its holder is authenticated (3D Pay), without a completion (3D Model).
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) is_three_ds_pay: bool,
}

impl Record for PosRecord {
    type Id = MerchantPosId;

    type Key = NoKey;

    const NOT_FOUND: ErrorDef = POS_NOT_FOUND;

    fn id(&self) -> MerchantPosId {
        self.pos.id
    }
}

impl PosRecord {
    pub(crate) fn new(pos: Pos) -> Self {
        Self { pos, commissions: Vec::new(), is_three_ds_pay: false }
    }

    /// Returns true if the POS takes payments with or without 3D Secure, and the autopilot has not closed it for those.
    /// (Source: Craftgate's "Autopilot Bildirimi".)
    pub(crate) fn is_open(&self, is_three_ds: bool) -> bool {
        let is_up = self.pos.autopilot_state.as_ref().and_then(|state| match is_three_ds {
            true => state.is_three_ds_up,
            false => state.is_non_three_ds_up,
        });
        is_up != Some(false) && matches!(self.pos.status, PosStatus::Active | PosStatus::Autopilot)
    }

    /// Returns the POS as payments show it.
    pub(crate) fn as_payment_pos(&self) -> MerchantPos {
        let mut pos = MerchantPos::new();
        pos.id = Some(self.pos.id);
        pos.name = self.pos.name.clone();
        pos.alias = self.pos.alias.clone();
        pos
    }
}

impl Default for PosTable {
    fn default() -> Self {
        let mut records = Table::default();
        records.add(|id| {
            let mut pos = Pos::new(id, PosStatus::Active);
            pos.name = Some(NAME.to_owned());
            pos.alias = Some(ALIAS.to_owned());
            pos.currency = Some(Currency::Try);
            pos.enable_installment = Some(true);
            pos.enable_foreign_card = Some(true);
            pos.merchant_pos_users = vec![user()];
            PosRecord::new(pos)
        });
        Self { records, last_user_id: 1, last_commission_id: 0 }
    }
}

/// Returns the user of the first POS.
fn user() -> PosUser {
    let mut user = PosUser::new(ALIAS, Secret::from(""), PosUserType::Api, PosOperationType::Standard);
    user.id = Some(PosUserId::new(1));
    user.pos_password = None;
    user
}

impl PosTable {
    pub(crate) fn find_by_alias(&self, alias: &str) -> Option<&PosRecord> {
        self.records.iter().find(|record| record.pos.alias.as_deref() == Some(alias))
    }

    /// Returns the POS that take payments, with or without 3D Secure.
    pub(crate) fn open(&self) -> impl Iterator<Item = &PosRecord> {
        self.records.iter().filter(|record| record.is_open(true) || record.is_open(false))
    }

    /// Returns the POS that exists from the start, and takes the payments that name none.
    pub(crate) fn first(&self) -> Option<&PosRecord> {
        self.find_by_alias(ALIAS)
    }

    /// Returns the first POS that takes payments with or without 3D Secure now.
    pub(crate) fn first_open(&self, is_three_ds: bool) -> Option<&PosRecord> {
        self.open().find(|record| record.is_open(is_three_ds))
    }

    /// Returns the POS that is tried after the first one declined without 3D Secure: another one that takes payments.
    pub(crate) fn second(&self) -> Option<&PosRecord> {
        self.open().filter(|record| record.is_open(false)).nth(1)
    }

    /// Returns true if the POS with this alias charges at the authentication.
    pub(crate) fn is_three_ds_pay(&self, alias: &str) -> bool {
        self.records.iter().any(|record| record.is_three_ds_pay && record.pos.alias.as_deref() == Some(alias))
    }

    /// Opens or closes the POS with this alias, as the autopilot does, and returns it.
    pub(crate) fn set_autopilot(&mut self, alias: &str, is_up: bool) -> Option<&Pos> {
        let record = self.records.iter().find(|record| record.pos.alias.as_deref() == Some(alias));
        let pos = &mut self.records.get_mut(record?.pos.id)?.pos;
        let mut state = AutopilotState::new();
        state.is_three_ds_up = Some(is_up);
        state.is_non_three_ds_up = Some(is_up);
        pos.autopilot_state = Some(state);
        Some(pos)
    }

    /// Sets whether the POS with this alias charges at the authentication. Returns false if there is no such POS.
    pub(crate) fn set_three_ds_pay(&mut self, alias: &str, is_three_ds_pay: bool) -> bool {
        let record = self.records.iter().find(|record| record.pos.alias.as_deref() == Some(alias));
        let record = record.map(|record| record.pos.id).and_then(|id| self.records.get_mut(id));
        record.map(|record| record.is_three_ds_pay = is_three_ds_pay).is_some()
    }

    /// Returns the users without their passwords, each with an id.
    pub(crate) fn identify(&mut self, mut users: Vec<PosUser>) -> Vec<PosUser> {
        for user in &mut users {
            user.pos_password = None;
            if user.id.is_none() {
                self.last_user_id += 1;
                user.id = Some(PosUserId::new(self.last_user_id));
            }
        }
        users
    }

    /// Sets the commission for its number of installments and card family.
    pub(crate) fn set_commission(
        &mut self,
        pos_id: MerchantPosId,
        commission: UpdatePosCommission,
    ) -> Result<(), ApiError> {
        let commissions = &mut self.records.find_mut(pos_id)?.commissions;
        let is_same = |saved: &&mut PosCommission| {
            let saved = &saved.commission;
            saved.installment == commission.installment && saved.card_brand_name == commission.card_brand_name
        };
        if let Some(saved) = commissions.iter_mut().find(is_same) {
            saved.commission = commission;
            return Ok(());
        }
        self.last_commission_id += 1;
        let mut saved = PosCommission::new(commission);
        saved.id = Some(PosCommissionId::new(self.last_commission_id));
        commissions.push(saved);
        Ok(())
    }
}

/// Returns the POS of a payment, under the alias that was requested.
pub(crate) fn payment_pos(alias: Option<&str>) -> MerchantPos {
    let mut pos = MerchantPos::new();
    pos.id = Some(MerchantPosId::new(1));
    pos.name = Some(NAME.to_owned());
    pos.alias = Some(alias.unwrap_or(ALIAS).to_owned());
    pos
}

#[cfg(test)]
mod tests {
    use craftgate_core::id::MerchantPosId;
    use craftgate_core::merchant::{AutopilotState, Pos, PosStatus};

    use super::PosRecord;

    #[test]
    fn the_autopilot_can_close_a_pos_for_payments_without_three_ds_alone() {
        let mut pos = Pos::new(MerchantPosId::new(2), PosStatus::Autopilot);
        let mut state = AutopilotState::new();
        state.is_non_three_ds_up = Some(false);
        pos.autopilot_state = Some(state);
        let record = PosRecord::new(pos);
        assert_eq!([true, false].map(|is_three_ds| record.is_open(is_three_ds)), [true, false]);
    }
}
