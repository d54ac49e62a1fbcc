//! Adding, changing and switching POS.

use craftgate_core::Page;
use craftgate_core::merchant::{
    AutopilotState, CreateMerchantPos, DeleteMerchantPos, Pos, PosStatus, PosUser, RetrieveMerchantPos,
    SearchMerchantPoses, UpdateMerchantPos, UpdateMerchantPosStatus,
};

use super::PosRecord;
use crate::context::Context;
use crate::fields::hand_over;
use crate::refusal::{self, Refusal};
use crate::table::{Fields, Record};

pub(crate) fn create(context: &mut Context<'_>, asked: CreateMerchantPos) -> Result<Pos, Refusal> {
    check_name(&asked.name)?;
    let status = asked.status.unwrap_or(PosStatus::Active);
    check_status(&status)?;
    if asked.merchant_pos_users.iter().any(|user| user.id.is_some()) {
        return Err(refusal::INVALID.about("merchantPosUsers.id"));
    }
    let users = context.state.pos.admit(asked.merchant_pos_users);
    let record = context.state.pos.rows.add(|id| {
        let mut pos = Pos::new(id, status);
        pos.alias = Some(format!("1-{}-{id}", asked.pos_integrator.as_str().to_lowercase()));
        pos.name = Some(asked.name);
        pos.pos_integrator = Some(asked.pos_integrator);
        pos.currency = Some(asked.currency);
        pos.autopilot_state = Some(up());
        pos.is_pf = Some(false);
        pos.merchant_pos_users = users;
        hand_over!(asked to pos: client_id posnet_id terminal_id threeds_posnet_id threeds_terminal_id
            enable_foreign_card enable_installment enable_payment_without_cvc enable_loyalty new_integration
            order_number enabled_payment_authentication_types);
        PosRecord { pos, commissions: Vec::new() }
    });
    Ok(record.pos.clone())
}

fn check_name(name: &str) -> Result<(), Refusal> {
    if name.is_empty() { Err(refusal::INVALID.about("name")) } else { Ok(()) }
}

fn check_status(status: &PosStatus) -> Result<(), Refusal> {
    match status {
        PosStatus::Deleted | PosStatus::Unrecognized(_) => Err(refusal::INVALID.about("status")),
        _ => Ok(()),
    }
}

fn up() -> AutopilotState {
    let mut state = AutopilotState::new();
    state.is_three_ds_up = Some(true);
    state.is_non_three_ds_up = Some(true);
    state
}

/// Everything is said anew: what is not said is gone.
pub(crate) fn update(context: &mut Context<'_>, asked: UpdateMerchantPos) -> Result<Pos, Refusal> {
    check_name(&asked.name)?;
    let known = &context.state.pos.get(asked.merchant_pos_id)?.pos.merchant_pos_users;
    let is_known = |user: &PosUser| user.id.is_none() || known.iter().any(|known| known.id == user.id);
    if !asked.merchant_pos_users.iter().all(is_known) {
        return Err(refusal::INVALID.about("merchantPosUsers.id"));
    }
    let users = context.state.pos.admit(asked.merchant_pos_users);
    let pos = &mut context.state.pos.get_mut(asked.merchant_pos_id)?.pos;
    pos.name = Some(asked.name);
    pos.merchant_pos_users = users;
    hand_over!(asked to pos: hostname client_id mode url_path port posnet_id terminal_id threeds_posnet_id
        threeds_terminal_id threeds_path enable_foreign_card enable_installment enable_payment_without_cvc
        enable_loyalty new_integration order_number supported_card_associations
        enabled_payment_authentication_types);
    Ok(pos.clone())
}

pub(crate) fn update_status(context: &mut Context<'_>, asked: UpdateMerchantPosStatus) -> Result<(), Refusal> {
    check_status(&asked.pos_status)?;
    context.state.pos.get_mut(asked.merchant_pos_id)?.pos.status = asked.pos_status;
    Ok(())
}

pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrieveMerchantPos) -> Result<Pos, Refusal> {
    context.state.pos.get(asked.merchant_pos_id).map(|record| record.pos.clone())
}

pub(crate) fn delete(context: &mut Context<'_>, asked: DeleteMerchantPos) -> Result<(), Refusal> {
    context.state.pos.rows.remove(asked.merchant_pos_id).map(drop).ok_or_else(|| refusal::POS.plain())
}

pub(crate) fn search(context: &mut Context<'_>, asked: SearchMerchantPoses) -> Result<Page<Pos>, Refusal> {
    let search = context.state.pos.rows.search();
    search
        .is("name", asked.name)
        .is("alias", asked.alias)
        .is("currency", asked.currency)
        .is("enableInstallment", asked.enable_installment)
        .is("enableForeignCard", asked.enable_foreign_card)
        .is("bankName", asked.bank_name)
        .page(asked.page, asked.size, |record| record.pos.clone())
}

impl Record for PosRecord {
    fn fields(&self, fields: &mut Fields) {
        let pos = &self.pos;
        fields.put("name", pos.name.as_ref());
        fields.put("alias", pos.alias.as_ref());
        fields.put("currency", pos.currency.as_ref());
        fields.put("enableInstallment", pos.enable_installment);
        fields.put("enableForeignCard", pos.enable_foreign_card);
        fields.put("bankName", pos.bank_name.as_ref());
    }
}
