//! BIN inquiries, fraud lists, payouts, wallets and the ranges of searches.

use craftgate_core::ValidationError;
use craftgate_core::file_reporting::CreateReport;
use craftgate_core::fraud::{AddCardFingerprintToValueList, AddValueToValueList};
use craftgate_core::installment::{RetrieveBinNumber, SearchInstallments};
use craftgate_core::pay_by_link::SearchProducts;
use craftgate_core::payment::CreateFundTransferDepositPayment;
use craftgate_core::payment_reporting::{SearchPaymentRefunds, SearchPaymentTransactionRefunds, SearchPayments};
use craftgate_core::settlement::CreatePayoutAccount;
use craftgate_core::settlement_reporting::{
    SearchBouncedPayoutTransactions, SearchPayoutCompletedTransactions, SearchPayoutRows,
};
use craftgate_core::wallet::{
    CreateWithdraw, RefundWalletTransaction, SearchWalletTransactions, SearchWithdraws, SendRemittance,
};
use serde_json::{Value, json};

use super::{disputed, invalid, missing, not_allowed, rules};

fn list_value() -> Value {
    json!({"listName": "kara liste", "type": "EMAIL", "value": "kara@example.com"})
}

fn payouts() -> Value {
    json!({"startDate": "2026-03-25T00:00:00", "endDate": "2026-03-25T23:59:59", "page": 0, "size": 10})
}

fn payout_account() -> Value {
    json!({"type": "WISE", "externalAccountId": "wise-1", "currency": "EUR", "accountOwner": "MERCHANT"})
}

fn remittance() -> Value {
    json!({"memberId": 7, "description": "Sadakat puanı", "price": 50, "currency": "TRY"})
}

const LAST_YEAR: &str = "2025-03-25T00:00:00";

fn backwards(field: &'static str) -> ValidationError {
    ValidationError::InvalidRange { field }
}

rules! {
    bin_length: RetrieveBinNumber, json!({"binNumber": "52586400"}), {"binNumber": "5258640"}
        => invalid("binNumber", "6 or 8 digits"), {};
    bin_length_of_8: RetrieveBinNumber, json!({"binNumber": "52586400"}), {"binNumber": "525864"}
        => disputed(invalid("binNumber", "8 digits")), {};
    bin_length_of_installments: SearchInstallments, json!({"price": 100}), {"binNumber": "5258640000000001"}
        => invalid("binNumber", "6 or 8 digits"), {"binNumber": "52586400"};
    fraud_value_or_payment_of_a_card: AddValueToValueList, list_value(), {"type": "CARD", "value": "5258640000000001"}
        => not_allowed("value", "type CARD"), {"type": "CARD", "value": null, "paymentId": 1};
    fraud_value_or_payment: AddValueToValueList, list_value(), {"paymentId": 1}
        => not_allowed("paymentId", "another type than CARD"), {};
    fraud_value_missing: AddValueToValueList, list_value(), {"value": null, "label": "Kara"}
        => missing("value"), {"value": null};
    fraud_payment_missing: AddValueToValueList, list_value(), {"type": "CARD", "value": null, "durationInSeconds": 60}
        => missing("paymentId"), {"type": "CARD", "value": null};
    fraud_card_two_hours: AddValueToValueList, list_value(),
        {"type": "CARD", "value": null, "paymentId": 1, "durationInSeconds": 7201}
        => invalid("durationInSeconds", "7200 (two hours) at most for a card"),
        {"type": "CARD", "value": null, "paymentId": 1, "durationInSeconds": 7200};
    fraud_card_two_hours_of_a_fingerprint: AddCardFingerprintToValueList, json!({"listName": "kara liste"}),
        {"durationInSeconds": 86400} => invalid("durationInSeconds", "7200 (two hours) at most for a card"),
        {"durationInSeconds": 60};
    payout_account_seller: CreatePayoutAccount, payout_account(), {"accountOwner": "SUB_MERCHANT_MEMBER"}
        => missing("subMerchantMemberId"), {"accountOwner": "SUB_MERCHANT_MEMBER", "subMerchantMemberId": 7};
    payout_completed_defaults_page: SearchPayoutCompletedTransactions, payouts(), {"page": null}
        => disputed(missing("page")), {};
    payout_completed_defaults_size: SearchPayoutCompletedTransactions, payouts(), {"size": null}
        => disputed(missing("size")), {};
    deposit_transfer_currency: CreateFundTransferDepositPayment,
        json!({"price": 100, "buyerMemberId": 7, "conversationId": "cuzdan-17", "currency": "TRY"}), {"currency": null}
        => disputed(missing("currency")), {};
    remittance_description: SendRemittance, remittance(), {"description": ""} => missing("description"), {};
    remittance_amount: SendRemittance, remittance(), {"price": -50} => ValidationError::NotPositive { field: "price" }, {};
    withdraw_amount: CreateWithdraw, remittance(), {"price": 0} => ValidationError::NotPositive { field: "price" }, {};
    wallet_refund_amount: RefundWalletTransaction, json!({"walletTransactionId": 1, "refundPrice": 10}),
        {"refundPrice": 0} => ValidationError::NotPositive { field: "refundPrice" }, {};
    range_of_completed_payouts: SearchPayoutCompletedTransactions, payouts(), {"endDate": LAST_YEAR}
        => backwards("startDate"), {};
    range_of_bounced_payouts: SearchBouncedPayoutTransactions, payouts(), {"endDate": LAST_YEAR}
        => backwards("startDate"), {};
    range_of_payout_rows: SearchPayoutRows, payout_rows(), {"endDate": LAST_YEAR} => backwards("startDate"), {};
    range_of_a_report: CreateReport, report(), {"endDate": LAST_YEAR} => backwards("startDate"), {};
    range_of_prices_of_payments: SearchPayments, json!({}), {"minPaidPrice": 2, "maxPaidPrice": 1}
        => backwards("minPaidPrice"), {"minPaidPrice": 1, "maxPaidPrice": 1};
    range_of_prices_of_refunds: SearchPaymentRefunds, json!({}), {"minRefundPrice": 2, "maxRefundPrice": 1}
        => backwards("minRefundPrice"), {"minRefundPrice": 1};
    range_of_prices_of_line_refunds: SearchPaymentTransactionRefunds, json!({}),
        {"minRefundPrice": 2, "maxRefundPrice": 1} => backwards("minRefundPrice"), {"maxRefundPrice": 1};
    range_of_prices_of_withdraws: SearchWithdraws, json!({}), {"minWithdrawPrice": 2, "maxWithdrawPrice": 1}
        => backwards("minWithdrawPrice"), {"minWithdrawPrice": 1, "maxWithdrawPrice": 2};
    range_of_amounts_of_a_wallet: SearchWalletTransactions, json!({"walletId": 1}), {"minAmount": 2, "maxAmount": 1}
        => backwards("minAmount"), {"minAmount": 1, "maxAmount": 2};
    range_of_prices_of_links: SearchProducts, json!({}), {"minPrice": 2, "maxPrice": 1}
        => backwards("minPrice"), {"minPrice": 1, "maxPrice": 2};
    range_of_expiries_of_links: SearchProducts, json!({}),
        {"minExpiresAt": "2026-03-25T00:00:00", "maxExpiresAt": LAST_YEAR} => backwards("minExpiresAt"),
        {"minExpiresAt": LAST_YEAR, "maxExpiresAt": LAST_YEAR};
}

fn payout_rows() -> Value {
    let mut rows = payouts();
    rows["fileStatus"] = json!("UPLOADED");
    rows
}

fn report() -> Value {
    let mut report = payouts();
    super::merge(&mut report, &json!({"reportType": "PAYMENT", "reportPeriod": "INSTANT"}));
    report
}
