//! Which endpoint a request is for.

use craftgate_core::Request;
use http::Method;
use percent_encoding::percent_decode_str;

use crate::answer::{self, Answer};
use crate::context::Context;
use crate::incoming::Incoming;
use crate::refusal::{self, Refusal};
use crate::{
    apm, apple_pay, approvals, bank_account, bkm_express, bnpl, card_transfers, card_verify, cards, checkout, deposits,
    fraud, installments, instant_transfers, juzdan, links, loyalties, masterpass, meal_cards, members, merchant_apms,
    merchants, multi_payments, payment_reports, payment_tokens, payments, payout_accounts, pos, pos_apm, post_auth,
    refund_marks, refunds, reports, settlements, three_ds, wallet,
};

/// An endpoint: reads what is asked, does it, answers.
struct Route {
    method: Method,
    template: &'static str,
    handler: Handler,
}

pub(crate) type Handler = fn(&mut Context<'_>, &Incoming<'_>) -> Answer;

/// One row an endpoint: its method and path, how its answer is wrapped, the function that does it.
///
/// The names in the path are wire names. Behind a question mark stand the query's parameters that are
/// more than one text.
macro_rules! routes {
    ($($method:ident $template:literal => $wrap:ident($handler:path);)*) => {
        static ROUTES: &[Route] = &[$(Route {
            method: Method::$method,
            template: $template,
            handler: |context, incoming| answer::$wrap($handler(context, incoming.read()?)?),
        }),*];
    };
}

routes! {
    POST "/payment/v1/card-payments" => data(payments::create);
    GET "/payment/v1/card-payments/{id}" => data(payments::retrieve);
    POST "/payment/v1/card-payments/3ds-init" => data(three_ds::init);
    POST "/payment/v1/card-payments/3ds-complete" => data(three_ds::complete);
    POST "/payment/v1/card-payments/{paymentId}/post-auth" => data(post_auth::capture);

    POST "/payment/v1/checkout-payments/init" => data(checkout::init);
    GET "/payment/v1/checkout-payments/{token}" => data(checkout::retrieve);
    DELETE "/payment/v1/checkout-payments/{token}" => nothing(checkout::expire);
    POST "/payment/v1/checkout-card-verify/init" => data(card_verify::init_page);
    GET "/payment/v1/checkout-card-verify/{token}" => data(card_verify::retrieve_page);
    POST "/payment/v1/multi-payments/init" => data(multi_payments::init);
    GET "/payment/v1/multi-payments/{token}" => data(multi_payments::retrieve);

    POST "/payment/v1/apm-payments/init" => data(apm::init);
    POST "/payment/v1/apm-payments/complete" => data(apm::complete);
    POST "/payment/v1/apm-payments" => data(apm::create);
    POST "/payment/v1/pos-apm-payments/init" => data(pos_apm::init);
    POST "/payment/v1/pos-apm-payments/complete" => data(pos_apm::complete);
    POST "/payment/v1/garanti-pay-payments" => data(pos_apm::init_garanti_pay);
    POST "/payment/v1/bnpl-payments/offers" => data(bnpl::offers);
    POST "/payment/v1/bnpl-payments/init" => data(bnpl::init);
    POST "/payment/v1/bnpl-payments/{paymentId}/approve" => data(bnpl::approve);
    POST "/payment/v1/bnpl-payments/{paymentId}/verify" => data(bnpl::verify);
    POST "/payment/v1/bnpl-payments/limit-inquiry/init" => data(bnpl::init_limit);
    POST "/payment/v1/bnpl-payments/limit-inquiry" => data(bnpl::complete_limit);
    GET "/payment/v1/instant-transfer-banks" => data(instant_transfers::banks);
    POST "/payment/v1/apple-pay/merchant-sessions" => data(apple_pay::create_session);
    POST "/payment/v1/card-loyalties/retrieve" => data(loyalties::retrieve);

    POST "/payment/v1/bkm-express/init" => data(bkm_express::init);
    POST "/payment/v1/bkm-express/complete" => data(bkm_express::complete);
    GET "/payment/v1/bkm-express/payments/{ticketId}" => data(bkm_express::retrieve);
    GET "/payment/v1/bkm-express/{token}" => data(bkm_express::retrieve_by_token);
    POST "/payment/v1/juzdan-payments/init" => data(juzdan::init);
    GET "/payment/v1/juzdan-payments/{referenceId}" => data(juzdan::retrieve);
    POST "/payment/v1/masterpass-payments/check-user" => data(masterpass::check_user);
    POST "/payment/v2/masterpass-payments/generate-token" => data(masterpass::generate_token);
    POST "/payment/v2/masterpass-payments/complete" => data(masterpass::complete);
    POST "/payment/v2/masterpass-payments/3ds-init" => data(masterpass::init_three_ds);
    POST "/payment/v2/masterpass-payments/3ds-complete" => data(masterpass::complete_three_ds);
    POST "/payment/v2/masterpass-payments/loyalties/retrieve" => data(masterpass::retrieve_loyalties);
    POST "/payment/v1/meal-voucher/card-tokenizations/init" => data(meal_cards::init);
    POST "/payment/v1/meal-voucher/card-tokenizations/{sessionId}/regenerate" => data(meal_cards::regenerate);
    POST "/payment/v1/meal-voucher/card-tokenizations/{sessionId}/complete" => data(meal_cards::complete);
    POST "/payment/v1/payment-tokens" => data(payment_tokens::create);
    DELETE "/payment/v1/payment-tokens/{token}" => nothing(payment_tokens::delete);
    GET "/merchant/v1/merchant-apms" => data(merchant_apms::retrieve);

    POST "/payment/v1/deposits" => data(deposits::create);
    POST "/payment/v1/deposits/3ds-init" => data(deposits::init_three_ds);
    POST "/payment/v1/deposits/3ds-complete" => data(deposits::complete_three_ds);
    POST "/payment/v1/deposits/fund-transfer" => data(deposits::create_fund_transfer);
    POST "/payment/v1/deposits/apm-init" => data(deposits::init_apm);
    POST "/payment/v1/card-payments/deposit-to-card" => data(deposits::to_card);

    POST "/payment/v1/payment-transactions/approve" => data(approvals::approve);
    POST "/payment/v1/payment-transactions/disapprove" => data(approvals::disapprove);
    PUT "/payment/v1/payment-transactions/{paymentTransactionId}" => data(approvals::update);

    POST "/payment/v1/refunds" => data(refunds::refund_payment);
    GET "/payment/v1/refunds/{id}" => data(refunds::retrieve_payment_refund);
    POST "/payment/v1/refund-transactions" => data(refunds::refund_line);
    GET "/payment/v1/refund-transactions/{id}" => data(refunds::retrieve_line_refund);
    POST "/payment/v1/refunds/mark-as-refunded" => data(refund_marks::mark_payment);
    POST "/payment/v1/refund-transactions/mark-as-refunded" => data(refund_marks::mark_line);
    POST "/payment/v1/refunds/refund-waiting-payment" => data(refund_marks::refund_waiting);

    POST "/payment/v1/cards" => data(cards::store);
    POST "/payment/v1/cards/update" => data(cards::update);
    POST "/payment/v1/cards/delete" => nothing(cards::delete);
    GET "/payment/v1/cards" => data(cards::search);
    POST "/payment/v1/cards/verify" => data(card_verify::verify);
    POST "/payment/v1/cards/clone" => data(card_transfers::clone);
    GET "/payment/v1/cards/provider-card-mappings" => data(card_transfers::from_provider);
    GET "/payment/v1/ivr-cards" => data(card_transfers::from_ivr);

    GET "/installment/v1/installments?distinctCardBrandsWithLowestCommissions=flag&loyaltyExists=flag"
        => data(installments::search);
    GET "/installment/v1/bins/{binNumber}" => data(installments::retrieve_bin);

    POST "/onboarding/v1/members" => data(members::create);
    PUT "/onboarding/v1/members/{id}" => data(members::update);
    GET "/onboarding/v1/members/{id}" => data(members::retrieve);
    GET "/onboarding/v1/members?isBuyer=flag&isSubMerchant=flag&memberIds=list" => data(members::search);
    POST "/onboarding/v1/merchants" => data(merchants::create);

    POST "/wallet/v1/members/{memberId}/wallets" => data(wallet::create);
    PUT "/wallet/v1/members/{memberId}/wallets/{walletId}" => data(wallet::update);
    GET "/wallet/v1/members/{memberId}/wallet" => data(wallet::retrieve);
    GET "/wallet/v1/wallets/{walletId}/wallet-transactions?walletTransactionTypes=list"
        => data(wallet::search_transactions);
    GET "/wallet/v1/merchants/me/wallet" => data(wallet::retrieve_merchants);
    POST "/wallet/v1/merchants/me/wallet/reset-balance" => data(wallet::reset_merchants);
    POST "/wallet/v1/remittances/send" => data(wallet::send);
    POST "/wallet/v1/remittances/receive" => data(wallet::receive);
    GET "/wallet/v1/remittances/{id}" => data(wallet::retrieve_remittance);
    POST "/wallet/v1/withdraws" => data(wallet::create_withdraw);
    POST "/wallet/v1/withdraws/{withdrawId}/cancel" => data(wallet::cancel_withdraw);
    GET "/wallet/v1/withdraws/{withdrawId}" => data(wallet::retrieve_withdraw);
    GET "/wallet/v1/withdraws" => data(wallet::search_withdraws);
    GET "/payment/v1/wallet-transactions/{walletTransactionId}/refundable-amount" => data(wallet::refundable_amount);
    POST "/payment/v1/wallet-transactions/{walletTransactionId}/refunds" => data(wallet::refund);
    GET "/payment/v1/wallet-transactions/{walletTransactionId}/refunds" => data(wallet::refunds);

    POST "/settlement/v1/instant-wallet-settlements" => data(settlements::settle);
    POST "/settlement/v1/payout-accounts" => data(payout_accounts::create);
    PUT "/settlement/v1/payout-accounts/{id}" => nothing(payout_accounts::update);
    DELETE "/settlement/v1/payout-accounts/{id}" => nothing(payout_accounts::delete);
    GET "/settlement/v1/payout-accounts" => data(payout_accounts::search);
    GET "/settlement-reporting/v2/settlement-file/payout-completed-transactions" => data(settlements::search_completed);
    GET "/settlement-reporting/v1/settlement-file/bounced-sub-merchant-rows" => data(settlements::search_bounced);
    GET "/settlement-reporting/v1/settlement-file/payout-details/{id}" => data(settlements::retrieve_payout);
    GET "/settlement-reporting/v1/settlement-file-rows" => data(settlements::search_rows);

    GET "/payment-reporting/v1/payments?isThreeDS=flag" => data(payment_reports::search);
    GET "/payment-reporting/v1/payments/{paymentId}" => data(payment_reports::retrieve);
    GET "/payment-reporting/v1/payments/{paymentId}/transactions" => data(payment_reports::retrieve_lines);
    GET "/payment-reporting/v1/payments/{paymentId}/refunds" => data(payment_reports::refunds);
    GET "/payment-reporting/v1/payments/{paymentId}/transactions/{paymentTransactionId}/refunds"
        => data(payment_reports::line_refunds);
    GET "/payment-reporting/v1/refunds" => data(payment_reports::search_refunds);
    GET "/payment-reporting/v1/refund-transactions?isAfterSettlement=flag"
        => data(payment_reports::search_line_refunds);

    GET "/file-reporting/v1/payment-reports" => csv(reports::daily_payments);
    GET "/file-reporting/v1/transaction-reports" => csv(reports::daily_transactions);
    POST "/file-reporting/v1/report-demands" => data(reports::create);
    GET "/file-reporting/v1/reports/{reportId}" => csv(reports::retrieve);

    GET "/fraud/v1/fraud-checks" => data(fraud::search_checks);
    PUT "/fraud/v1/fraud-checks/{id}/check-status" => nothing(fraud::update_check_status);
    GET "/fraud/v1/rules" => data(fraud::search_rules);
    GET "/fraud/v1/value-lists/all" => data(fraud::retrieve_all_lists);
    POST "/fraud/v1/value-lists" => nothing(fraud::add_value);
    GET "/fraud/v1/value-lists/{listName}" => data(fraud::retrieve_list);
    DELETE "/fraud/v1/value-lists/{listName}" => nothing(fraud::delete_list);
    POST "/fraud/v1/value-lists/{listName}/card-fingerprints" => nothing(fraud::add_card);
    DELETE "/fraud/v1/value-lists/{listName}/values/{valueId}" => nothing(fraud::remove_value);

    POST "/craftlink/v1/products" => data(links::create);
    PUT "/craftlink/v1/products/{id}" => data(links::update);
    GET "/craftlink/v1/products/{id}" => data(links::retrieve);
    DELETE "/craftlink/v1/products/{id}" => nothing(links::delete);
    GET "/craftlink/v1/products" => data(links::search);

    POST "/merchant/v1/merchant-poses" => data(pos::create);
    PUT "/merchant/v1/merchant-poses/{merchantPosId}" => data(pos::update);
    PUT "/merchant/v1/merchant-poses/{merchantPosId}/status/{posStatus}" => nothing(pos::update_status);
    GET "/merchant/v1/merchant-poses/{merchantPosId}" => data(pos::retrieve);
    DELETE "/merchant/v1/merchant-poses/{merchantPosId}" => nothing(pos::delete);
    GET "/merchant/v1/merchant-poses?enableInstallment=flag&enableForeignCard=flag" => data(pos::search);
    GET "/merchant/v1/merchant-poses/{merchantPosId}/commissions" => data(pos::retrieve_commissions);
    POST "/merchant/v1/merchant-poses/{merchantPosId}/commissions" => data(pos::update_commissions);

    GET "/bank-account-tracking/v1/merchant-bank-account-trackings/records" => data(bank_account::search);
    GET "/bank-account-tracking/v1/merchant-bank-account-trackings/records/{id}" => data(bank_account::retrieve);
}

/// Finds the endpoint of a request, and the parameters in its path.
pub(crate) fn find(request: &Request) -> Result<(Handler, Incoming<'_>), Refusal> {
    let mut refusal = refusal::ROUTE;
    for route in ROUTES {
        let (template, kinds) = route.template.split_once('?').unwrap_or((route.template, ""));
        let Some(path) = parameters(template, request.uri().path()) else { continue };
        if route.method == *request.method() {
            return Ok((route.handler, Incoming { request, path, kinds }));
        }
        refusal = refusal::METHOD;
    }
    Err(refusal.plain())
}

/// The values in `path` for the names in `template`; `None` where the path is another one.
fn parameters(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut found = Vec::new();
    let mut segments = path.split('/');
    for expected in template.split('/') {
        let segment = segments.next()?;
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(_) if segment.is_empty() => return None,
            Some(name) => found.push((name, percent_decode_str(segment).decode_utf8().ok()?.into_owned())),
            None if expected == segment => {}
            None => return None,
        }
    }
    segments.next().is_none().then_some(found)
}
