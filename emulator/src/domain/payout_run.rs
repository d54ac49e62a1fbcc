//! Paying out what sellers have earned and members have withdrawn, to their bank accounts.

use craftgate_core::id::{MemberId, PayoutId, SettlementFileId, TransactionId};
use craftgate_core::onboarding::{Member, SettlementEarningsDestination};
use craftgate_core::payment::TransactionPayoutStatus;
use craftgate_core::settlement_reporting::{
    BounceStatus, FileStatus, MerchantType, PayoutDetail, PayoutDetailTransaction, SettlementSource, SettlementType,
};
use craftgate_core::webhook::{PayoutCompletedPayload, WebhookEventType, WebhookStatus};
use craftgate_core::{Currency, wallet::Withdraw};
use rust_decimal::Decimal;

use super::context::Context;
use super::earnings::{Earning, mark_settled};
use super::payment::PaymentRecord;
use super::payout::PayoutRecord;
use crate::error::ApiError;
use crate::store::Id as _;

/// A row to be paid out.
struct Row {
    member_id: MemberId,
    settlement_type: SettlementType,
    source: SettlementSource,
    transaction_type: &'static str,
    transactions: Vec<(TransactionId, Decimal)>,
    currency: Currency,
}

/// Pays out everything that is due, in one file, notifies the merchant of it, and returns its rows. Earnings that are paid
/// into a wallet, and those of a seller without an IBAN, stay as they are.
pub(crate) fn run(context: &mut Context<'_>) -> Result<Vec<PayoutId>, ApiError> {
    let mut rows = earnings(context)?;
    rows.extend(withdraws(context)?);
    rows.extend(corrected(context)?);
    let file = SettlementFileId::new(context.state.payouts.next_id().number());
    let (mut paid, mut paid_types) = (Vec::new(), Vec::new());
    for row in rows {
        let settlement_type = row.settlement_type.clone();
        let Some(id) = pay(context, file, row) else { continue };
        paid.push(id);
        if !paid_types.contains(&settlement_type) {
            paid_types.push(settlement_type);
        }
    }
    paid_types.into_iter().for_each(|settlement_type| notify(context, file, settlement_type));
    Ok(paid)
}

/// Notifies the merchant of the rows of one type in a file.
fn notify(context: &mut Context<'_>, file: SettlementFileId, settlement_type: SettlementType) {
    let mut payload = PayoutCompletedPayload::new();
    payload.settlement_file_id = Some(file);
    payload.settlement_type = Some(settlement_type);
    context.emit_event_with(WebhookEventType::PayoutCompleted, WebhookStatus::Success, file, &payload);
}

/// Returns a member who has a bank account.
fn payee<'a>(context: &'a Context<'_>, id: MemberId) -> Option<&'a Member> {
    context.state.members.get(id).filter(|member| member.iban.is_some())
}

/// Settles the earnings of each seller who is paid by bank transfer.
fn earnings(context: &mut Context<'_>) -> Result<Vec<Row>, ApiError> {
    let due = context.state.payments.search().all().into_iter().flat_map(PaymentRecord::earnings);
    let due: Vec<Earning> = due.filter(|earning| is_paid_by_transfer(context, earning.seller_id)).collect();
    let mut rows: Vec<Row> = Vec::new();
    for earning in due {
        mark_settled(context, &earning)?;
        let transaction = (TransactionId::new(earning.transaction_id.get()), earning.amount);
        match rows.iter_mut().find(|row| row.member_id == earning.seller_id) {
            Some(row) => row.transactions.push(transaction),
            None => rows.push(Row {
                member_id: earning.seller_id,
                settlement_type: SettlementType::Settlement,
                source: SettlementSource::Collection,
                transaction_type: "PAYMENT_TX",
                transactions: vec![transaction],
                currency: Currency::Try,
            }),
        }
    }
    Ok(rows)
}

fn is_paid_by_transfer(context: &Context<'_>, seller_id: MemberId) -> bool {
    let destination = payee(context, seller_id).and_then(|seller| seller.settlement_earnings_destination.as_ref());
    destination == Some(&SettlementEarningsDestination::Iban)
}

/// Completes the pending withdraws of members who have a bank account.
fn withdraws(context: &mut Context<'_>) -> Result<Vec<Row>, ApiError> {
    let pending = context.state.withdraws.search();
    let pending =
        pending.equals(Some(TransactionPayoutStatus::WaitingForPayout), |withdraw| withdraw.payout_status.as_ref());
    let pending: Vec<Withdraw> = pending.all().into_iter().cloned().collect();
    let mut rows = Vec::new();
    for withdraw in pending {
        let Some(member_id) = withdraw.member_id.filter(|id| payee(context, *id).is_some()) else { continue };
        let stored = context.state.withdraws.find_mut(withdraw.id)?;
        stored.payout_status = Some(TransactionPayoutStatus::PayoutCompleted);
        rows.push(Row {
            member_id,
            settlement_type: SettlementType::Withdraw,
            source: SettlementSource::Withdraw,
            transaction_type: "WITHDRAW",
            transactions: vec![(TransactionId::new(withdraw.id.get()), withdraw.price.unwrap_or_default())],
            currency: withdraw.currency.unwrap_or(Currency::Try),
        });
    }
    Ok(rows)
}

/// Pays the rows again that bounced and whose members have another bank account now.
fn corrected(context: &mut Context<'_>) -> Result<Vec<Row>, ApiError> {
    let bounced = context.state.payouts.search().matching(PayoutRecord::has_bounced).all();
    let bounced: Vec<PayoutRecord> = bounced.into_iter().cloned().collect();
    let mut rows = Vec::new();
    for payout in bounced {
        let Some(member_id) = payout.member_id else { continue };
        let is_corrected = payee(context, member_id).is_some_and(|member| member.iban != payout.detail.iban);
        if !is_corrected {
            continue;
        }
        context.state.payouts.find_mut(payout.id)?.detail.bounce_status = Some(BounceStatus::PayoutCompleted);
        let transactions = payout.detail.payout_transactions.iter();
        rows.push(Row {
            member_id,
            settlement_type: SettlementType::BouncedSettlement,
            source: SettlementSource::Bounced,
            transaction_type: "PAYMENT_TX",
            transactions: transactions
                .filter_map(|transaction| transaction.transaction_id.zip(transaction.payout_amount))
                .collect(),
            currency: payout.detail.currency.unwrap_or(Currency::Try),
        });
    }
    Ok(rows)
}

fn pay(context: &mut Context<'_>, file: SettlementFileId, row: Row) -> Option<PayoutId> {
    let detail = detail(context, &row)?;
    let now = context.now;
    Some(context.state.payouts.add(|id| PayoutRecord {
        id,
        settlement_file_id: file,
        settlement_type: row.settlement_type,
        file_status: FileStatus::Approved,
        created_date: now,
        updated_date: now,
        member_id: Some(row.member_id),
        detail,
    }))
}

fn detail(context: &Context<'_>, row: &Row) -> Option<PayoutDetail> {
    let member = payee(context, row.member_id)?;
    let mut detail = PayoutDetail::new();
    detail.row_description = Some(format!("Craftgate {}", row.settlement_type));
    detail.payout_date = Some(context.now);
    detail.name =
        member.legal_company_title.clone().or_else(|| member.name.clone()).or_else(|| member.contact_name.clone());
    detail.iban = member.iban.clone();
    detail.payout_amount = Some(row.transactions.iter().map(|(_, amount)| amount).sum());
    detail.currency = Some(row.currency.clone());
    detail.merchant_id = Some(row.member_id.into());
    detail.merchant_type = Some(MerchantType::SubMerchantMember);
    detail.settlement_earnings_destination = Some(SettlementEarningsDestination::Iban);
    detail.settlement_source = Some(row.source.clone());
    detail.bounce_status = Some(BounceStatus::NotBounced);
    detail.payout_transactions = row.transactions.iter().map(|(id, amount)| transaction(row, *id, *amount)).collect();
    Some(detail)
}

fn transaction(row: &Row, id: TransactionId, amount: Decimal) -> PayoutDetailTransaction {
    let mut transaction = PayoutDetailTransaction::new();
    transaction.transaction_id = Some(id);
    transaction.transaction_type = Some(row.transaction_type.to_owned());
    transaction.payout_amount = Some(amount);
    transaction
}
