//! Creating, updating and deleting POS.

use craftgate_core::Page;
use craftgate_core::merchant::{
    AutopilotState, CreateMerchantPos, DeleteMerchantPos, Pos, PosStatus, PosUser, RetrieveMerchantPos,
    SearchMerchantPoses, UpdateMerchantPos, UpdateMerchantPosStatus,
};

use crate::domain::context::Context;
use crate::domain::merchant_pos::PosRecord;
use crate::domain::pos_integrators::fill_in;
use crate::error::{ApiError, INVALID_VALUE};
use crate::handlers::copy::copy_fields;

pub(crate) fn create(context: &mut Context<'_>, request: CreateMerchantPos) -> Result<Pos, ApiError> {
    check_name(&request.name)?;
    let status = request.status.unwrap_or(PosStatus::Active);
    check_status(&status)?;
    if request.merchant_pos_users.iter().any(|user| user.id.is_some()) {
        return Err(INVALID_VALUE.field("merchantPosUsers.id"));
    }
    let users = context.state.pos.identify(request.merchant_pos_users);
    let record = context.state.pos.records.create(|id| {
        let mut pos = Pos::new(id, status);
        pos.alias = Some(format!("1-{}-{id}", request.pos_integrator.as_str().to_lowercase()));
        pos.name = Some(request.name);
        pos.pos_integrator = Some(request.pos_integrator);
        pos.currency = Some(request.currency);
        pos.autopilot_state = Some(up());
        pos.merchant_pos_users = users;
        copy_fields!(request to pos: client_id posnet_id terminal_id threeds_posnet_id threeds_terminal_id
            enable_foreign_card enable_installment enable_payment_without_cvc enable_loyalty new_integration
            order_number enabled_payment_authentication_types);
        fill_in(&mut pos);
        PosRecord::new(pos)
    });
    Ok(record.pos)
}

fn check_name(name: &str) -> Result<(), ApiError> {
    if name.is_empty() { Err(INVALID_VALUE.field("name")) } else { Ok(()) }
}

fn check_status(status: &PosStatus) -> Result<(), ApiError> {
    match status {
        PosStatus::Deleted | PosStatus::Unrecognized(_) => Err(INVALID_VALUE.field("status")),
        _ => Ok(()),
    }
}

fn up() -> AutopilotState {
    let mut state = AutopilotState::new();
    state.is_three_ds_up = Some(true);
    state.is_non_three_ds_up = Some(true);
    state
}

/// Replaces the POS: omitted fields are cleared.
pub(crate) fn update(context: &mut Context<'_>, request: UpdateMerchantPos) -> Result<Pos, ApiError> {
    check_name(&request.name)?;
    let known = &context.state.pos.records.find(request.merchant_pos_id)?.pos.merchant_pos_users;
    let is_known = |user: &PosUser| user.id.is_none() || known.iter().any(|known| known.id == user.id);
    if !request.merchant_pos_users.iter().all(is_known) {
        return Err(INVALID_VALUE.field("merchantPosUsers.id"));
    }
    let users = context.state.pos.identify(request.merchant_pos_users);
    let pos = &mut context.state.pos.records.find_mut(request.merchant_pos_id)?.pos;
    pos.name = Some(request.name);
    pos.merchant_pos_users = users;
    copy_fields!(request to pos: hostname client_id mode url_path port posnet_id terminal_id threeds_posnet_id
        threeds_terminal_id threeds_path enable_foreign_card enable_installment enable_payment_without_cvc
        enable_loyalty new_integration order_number supported_card_associations
        enabled_payment_authentication_types);
    fill_in(pos);
    Ok(pos.clone())
}

pub(crate) fn update_status(context: &mut Context<'_>, request: UpdateMerchantPosStatus) -> Result<(), ApiError> {
    check_status(&request.pos_status)?;
    context.state.pos.records.find_mut(request.merchant_pos_id)?.pos.status = request.pos_status;
    Ok(())
}

pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveMerchantPos) -> Result<Pos, ApiError> {
    context.state.pos.records.find(request.merchant_pos_id).map(|record| record.pos.clone())
}

pub(crate) fn delete(context: &mut Context<'_>, request: DeleteMerchantPos) -> Result<(), ApiError> {
    context.state.pos.records.remove(request.merchant_pos_id).map(drop)
}

pub(crate) fn search(context: &mut Context<'_>, request: SearchMerchantPoses) -> Result<Page<Pos>, ApiError> {
    let search = context.state.pos.records.search();
    search
        .equals(request.name, |record| record.pos.name.as_ref())
        .equals(request.alias, |record| record.pos.alias.as_ref())
        .equals(request.currency, |record| record.pos.currency.as_ref())
        .equals(request.enable_installment, |record| record.pos.enable_installment.as_ref())
        .equals(request.enable_foreign_card, |record| record.pos.enable_foreign_card.as_ref())
        .equals(request.bank_name, |record| record.pos.bank_name.as_ref())
        .page(request.page, request.size, |record| record.pos.clone())
}
