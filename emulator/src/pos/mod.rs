//! The merchant's POS.
//!
//! Passwords and keys are taken and forgotten: no answer holds them.

mod account;
mod commission;

use craftgate_core::Currency;
use craftgate_core::merchant::{Pos, PosCommission, PosStatus, PosUser};

pub(crate) use account::{create, delete, retrieve, search, update, update_status};
pub(crate) use commission::{retrieve as retrieve_commissions, update as update_commissions};

use crate::refusal::{self, Refusal};
use crate::table::Table;

/// The merchant's POS. One is there from the start: every payment goes through it.
pub(crate) struct PosTable {
    rows: Table<PosRecord>,
    last_user_id: i64,
    last_commission_id: i64,
}

struct PosRecord {
    pos: Pos,
    commissions: Vec<PosCommission>,
}

impl Default for PosTable {
    fn default() -> Self {
        let mut rows = Table::default();
        rows.add(|id| {
            let mut pos = Pos::new(id, PosStatus::Active);
            pos.name = Some("Emülatör".to_owned());
            pos.alias = Some("emulator".to_owned());
            pos.currency = Some(Currency::Try);
            pos.enable_installment = Some(true);
            pos.enable_foreign_card = Some(true);
            PosRecord { pos, commissions: Vec::new() }
        });
        Self { rows, last_user_id: 0, last_commission_id: 0 }
    }
}

impl PosTable {
    fn get(&self, id: i64) -> Result<&PosRecord, Refusal> {
        self.rows.get(id).ok_or_else(|| refusal::POS.plain())
    }

    fn get_mut(&mut self, id: i64) -> Result<&mut PosRecord, Refusal> {
        self.rows.get_mut(id).ok_or_else(|| refusal::POS.plain())
    }

    /// The users with an id each, without their passwords.
    fn admit(&mut self, mut users: Vec<PosUser>) -> Vec<PosUser> {
        for user in &mut users {
            user.pos_password = None;
            if user.id.is_none() {
                self.last_user_id += 1;
                user.id = Some(self.last_user_id);
            }
        }
        users
    }
}
