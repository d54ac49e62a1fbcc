//! Masterpass. Every customer has an account, with any test card in it.

use craftgate_core::masterpass::{
    CheckMasterpassUser, CompleteMasterpassPayment, CompleteThreeDsMasterpassPayment, GenerateMasterpassPaymentToken,
    InitThreeDsMasterpassPayment, InitThreeDsMasterpassPaymentResponse, MasterpassPayment, MasterpassPaymentToken,
    MasterpassUser, RetrieveMasterpassLoyalties,
};
use craftgate_core::payment::{CreatePayment, LoyaltyList, Payment, PaymentProvider, PaymentStatus};

use crate::context::Context;
use crate::installments::card_of;
use crate::order::{as_payment, check_callback_url, check_card};
use crate::pages::address;
use crate::refusal::{self, Refusal};
use crate::waiting::{self, Flow};
use crate::{loyalties, three_ds};

pub(crate) fn check_user(_: &mut Context<'_>, _: CheckMasterpassUser) -> Result<MasterpassUser, Refusal> {
    let mut user = MasterpassUser::new();
    user.is_eligible_to_use_masterpass = Some(true);
    user.is_any_card_saved_in_customer_program = Some(true);
    user.has_masterpass_account = Some(true);
    user.has_any_card_saved_in_masterpass_account = Some(true);
    user.is_masterpass_account_linked_with_merchant = Some(true);
    user.is_masterpass_account_locked = Some(false);
    user.is_phone_number_updated_in_another_merchant = Some(false);
    Ok(user)
}

/// The payment is opened here, and waits.
pub(crate) fn generate_token(
    context: &mut Context<'_>,
    asked: GenerateMasterpassPaymentToken,
) -> Result<MasterpassPaymentToken, Refusal> {
    if asked.loyalty.is_some() {
        return Err(refusal::UNSUPPORTED.about("loyalty"));
    }
    let card = card_of(&asked.bin_number)?;
    let payment = payment(asked.create_payment);
    check_card(&payment, card)?;
    let id = waiting::open_card_payment(context, payment, Flow::Masterpass, PaymentProvider::Masterpass)?;
    let record = context.state.payment_mut(id)?;
    record.show_card(card);
    let order_no = record.payment.order_id.clone();

    let mut token = MasterpassPaymentToken::new(context.state.references.add("masterpass", id));
    token.token = Some(format!("{}-token", token.reference_id).into());
    token.order_no = order_no;
    token.terminal_group_id = Some("1".to_owned());
    Ok(token)
}

fn payment(asked: MasterpassPayment) -> CreatePayment {
    let installment = asked.installment;
    let mut payment = as_payment!(asked {
        pos_alias,
        payment_group,
        conversation_id,
        external_id,
        payment_phase,
        payment_channel,
        buyer_member_id,
        bank_order_id
    });
    payment.installment = installment;
    payment
}

pub(crate) fn complete(context: &mut Context<'_>, asked: CompleteMasterpassPayment) -> Result<Payment, Refusal> {
    let id = context.state.referred(&asked.reference_id, Flow::Masterpass)?.payment.id;
    waiting::complete(context, id, Flow::Masterpass)
}

pub(crate) fn init_three_ds(
    context: &mut Context<'_>,
    asked: InitThreeDsMasterpassPayment,
) -> Result<InitThreeDsMasterpassPaymentResponse, Refusal> {
    check_callback_url(&asked.callback_url)?;
    let id = context.state.referred(&asked.reference_id, Flow::Masterpass)?.payment.id;
    let record = context.state.awaited_mut(id, Flow::Masterpass)?;
    record.flow = Flow::MasterpassThreeDs;
    record.payment.payment_status = PaymentStatus::InitThreeDs;
    record.payment.is_three_ds = Some(true);
    let mut start = InitThreeDsMasterpassPaymentResponse::new();
    start.payment_id = Some(id);
    start.return_url = Some(address(&format!("masterpass/{id}")));
    Ok(start)
}

pub(crate) fn complete_three_ds(
    context: &mut Context<'_>,
    asked: CompleteThreeDsMasterpassPayment,
) -> Result<Payment, Refusal> {
    three_ds::finish(context, asked.payment_id, Flow::MasterpassThreeDs)
}

pub(crate) fn retrieve_loyalties(
    _: &mut Context<'_>,
    asked: RetrieveMasterpassLoyalties,
) -> Result<LoyaltyList, Refusal> {
    Ok(loyalties::of(card_of(&asked.bin_number)?))
}
