//! Seeds: what an emulator starts with, and what it leaves.

use craftgate_core::id::{MemberId, PaymentId};
use craftgate_core::onboarding::{Member, RetrieveMember};
use craftgate_core::payment::{
    ApmType, InitApmPayment, InitCheckoutPayment, InitThreeDsPayment, PaymentPhase, PostAuthPayment, RefundPayment,
    RefundPaymentTransaction, RefundType, RetrievePayment, SearchStoredCards, apm_params,
};
use craftgate_core::{Currency, Response};
use craftgate_emulator::{Emulator, Seed, SeedError};
use rust_decimal_macros::dec;

use crate::common::{CALLBACK_URL, Shop, amounts, body_of, card_to_store, items, noon, payment, restored, signed};

fn export(emulator: &Emulator) -> String {
    Seed::export(std::slice::from_ref(emulator))
}

/// A shop with records of many areas.
fn busy_shop() -> Shop {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(60.10), dec!(39.90)]));
    shop.send(&RefundPaymentTransaction::new(paid.payment_transactions[0].id).refund_price(dec!(0.1)));
    shop.rejection(&payment(&[dec!(1)]).card(crate::common::card(crate::common::POOR_CARD)));
    shop.send(&InitThreeDsPayment::new(payment(&[dec!(1)]), CALLBACK_URL));
    shop.send(&payment(&[dec!(10)]).payment_phase(PaymentPhase::PreAuth));
    shop.send(&InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items()));
    shop.send(&card_to_store(crate::common::GOOD_CARD));
    shop.emulator.add_listed_value("engellenenler", "127.0.0.1");
    shop.emulator.review_payment(PaymentId::new(1)).unwrap();
    shop
}

#[test]
fn what_is_exported_can_be_imported() {
    let shop = busy_shop();
    let exported = export(&shop.emulator);
    let copy = Shop::on(restored(&exported));
    assert_eq!(export(&copy.emulator), exported);

    // Both go on in the same way.
    for shop in [&shop, &copy] {
        let paid = shop.send(&RetrievePayment::new(PaymentId::new(1)));
        assert_eq!(paid.payment_transactions.len(), 2);
        assert_eq!(shop.send(&RefundPayment::new(paid.id)).refund_price, Some(dec!(99.9)));
        assert_eq!(shop.send(&PostAuthPayment::new(PaymentId::new(4))).paid_price, Some(dec!(10)));
        assert_eq!(shop.send(&payment(&[dec!(1)])).id, PaymentId::new(5));
        assert_eq!(shop.send(&SearchStoredCards::new()).items.len(), 1);
    }
    assert_eq!(export(&copy.emulator), export(&shop.emulator));
    assert_eq!(copy.emulator.events(), shop.emulator.events());
}

#[test]
fn customers_can_pay_without_a_code() {
    let json = r#"{"merchants": [{"records": {"apmAccountsWithoutCode": ["1111222233334444", "6036819041742253"]}}]}"#;
    let shop = Shop::on(restored(json));
    let iwallet = |number: &str| {
        InitApmPayment::new(amounts(), ApmType::Iwallet, Currency::Try, items())
            .additional_params(apm_params::iwallet_init(number))
    };
    assert!(shop.send(&iwallet("1111222233334444")).is_done());
    assert!(shop.send(&iwallet("1111222233334445")).is_waiting());
    let edenred = InitApmPayment::new(amounts(), ApmType::Edenred, Currency::Try, items());
    assert!(shop.send(&edenred.apm_user_identity("6036819041742253")).is_done());
}

#[test]
fn the_length_of_bins_is_the_merchants() {
    for digits in [6, 8] {
        let seed = format!(r#"{{"merchants": [{{"records": {{"cards": {{"binDigits": {digits}}}}}}}]}}"#);
        let seed = Seed::parse(&seed).unwrap();
        for emulator in seed.into_emulators(|| Emulator::builder().clock(noon).lenient(true)) {
            let bin = Shop::on(emulator).send(&payment(&[dec!(1)])).bin_number;
            assert_eq!(bin.as_deref(), "52586400".get(..digits));
        }
    }
}

#[test]
fn an_idempotency_key_outlives_the_process() {
    let shop = Shop::open();
    let pay = |emulator: &Emulator, price: &str| -> Response {
        let body = format!(
            r#"{{"price":{price},"paidPrice":{price},"currency":"TRY","installment":1,"items":[{{"price":{price}}}],
            "card":{{"cardHolderName":"Gülşah Işık","cardNumber":"5258640000000001","expireYear":"2044","expireMonth":"07","cvc":"000"}}}}"#
        );
        let mut request = signed(emulator, "POST", "https://api.example.com/payment/v1/card-payments", &body);
        request.headers_mut().insert("x-idempotency-key", "sipariş-17".parse().unwrap());
        emulator.handle(request)
    };
    let first = pay(&shop.emulator, "10.50");
    let copy = restored(&export(&shop.emulator));
    assert_eq!(body_of(&pay(&copy, "10.50")), body_of(&first));
    assert_eq!(copy.events().len(), 1);
    assert_eq!(pay(&copy, "11").status(), 422);
}

#[test]
fn records_have_the_ids_that_the_seed_gives_them() {
    let seed = r#"{"merchants": [{
        "records": {
            "members": [{"id": 116212, "name": "Zeytinyağı Üretim", "isSubMerchant": true}],
            "payments": {"records": [{"payment": {
                "id": 2159617, "paymentStatus": "SUCCESS", "price": 100, "paidPrice": 100, "currency": "TRY",
                "conversationId": "456d1297", "paymentTransactions": [{"id": 3353325, "price": 100, "paidPrice": 100}]
            }, "card": "5258640000000001"}]},
            "ledger": {"wallets": [{"id": 96749, "memberId": 116212, "currency": "TRY", "amount": 1000}]}
        }
    }]}"#;
    let shop = Shop::on(restored(seed));
    let member: Member = shop.send(&RetrieveMember::new(MemberId::new(116_212)));
    assert_eq!(member.name.as_deref(), Some("Zeytinyağı Üretim"));
    let paid = shop.send(&RetrievePayment::new(PaymentId::new(2_159_617)));
    let refund = shop.send(&RefundPaymentTransaction::new(paid.payment_transactions[0].id));
    assert_eq!(refund.refund_price, Some(dec!(100)));
    assert_eq!(shop.send(&payment(&[dec!(1)])).id, PaymentId::new(2_159_618));
}

#[test]
fn merchants_do_not_see_each_other() {
    let seed = r#"{"merchants": [{"apiKey": "bir", "secretKey": "a"}, {"apiKey": "iki", "secretKey": "b"}]}"#;
    let emulators = Seed::parse(seed).unwrap().into_emulators(Emulator::builder);
    let shops: Vec<Shop> = emulators.into_iter().map(Shop::on).collect();
    let paid = shops[0].send(&payment(&[dec!(1)]));
    assert_eq!(shops[1].rejection(&RetrievePayment::new(paid.id)).status, 404);
}

fn error(json: &str) -> SeedError {
    Seed::parse(json).err().unwrap_or_else(|| panic!("accepted: {json}"))
}

/// Returns the error of a seed with these records, from its third line on.
fn records_error(records: &str) -> String {
    error(&format!("{{\"merchants\": [\n{{\"records\":\n{records}\n}}]}}")).to_string()
}

#[test]
fn the_line_and_the_field_of_an_unreadable_seed_are_named() {
    let cases = [
        ("", "line 1: EOF while parsing a value"),
        ("{\"merchants\": [\n{]}", "line 2: merchants[0]: key must be a string"),
        ("{}", "line 1: missing field `merchants`"),
        ("[]", "line 1: not an object with merchants"),
        ("\n1", "line 2: invalid type: integer `1`, expected an object"),
        ("{\n\"merchants\":\n[]}", "line 3: merchants: must not be empty"),
        ("{\"merchants\": [1]}", "line 1: merchants[0]: invalid type: integer `1`, expected an object"),
        ("{\"merchants\": [\n {\"apiKy\": \"x\"}]}", "line 2: merchants[0].apiKy: unknown field"),
        ("{\"merchants\": [] } x", "line 1: trailing characters"),
        (
            "{\"merchants\": [{\"apiKey\": \"x\"},\n{\"apiKey\":\n\"x\"}]}",
            "line 3: merchants[1].apiKey: another merchant has this API key",
        ),
        ("{\"merchants\": [{},\n{}]}", "line 2: merchants[1]: every merchant but the first one needs an apiKey"),
    ];
    for (json, expected) in cases {
        let error = error(json);
        assert!(error.to_string().starts_with(expected), "{error}\n{expected}");
        assert!(error.line().is_some());
    }
}

#[test]
fn the_line_and_the_field_of_an_unreadable_record_are_named() {
    let cases = [
        ("{\"members\":\n[{\"id\": \"bir\"}]}", "line 4: merchants[0].records.members[0].id: not a whole number"),
        (
            "{\"members\":\n[{\"id\": 1,\n\"nam\": \"x\"}]}",
            "line 5: merchants[0].records.members[0].nam: unknown field",
        ),
        ("{\"memberz\": []}", "line 3: merchants[0].records.memberz: unknown field"),
        ("{\"members\": [{\"id\": 1}, {\"id\": 1}]}", "line 3: merchants[0].records.members: duplicate id 1"),
        ("{\"members\": [{\"id\": 0}]}", "line 3: merchants[0].records.members: the id 0 is not between"),
        (
            "{\"payments\": {\"records\": [{\"payment\": {\"id\": 1, \"paymentStatus\": \"SUCCESS\"},\n\"card\": \"1\"}]}}",
            "line 4: merchants[0].records.payments.records[0].card: not the number of a test card",
        ),
    ];
    for (records, expected) in cases {
        let error = records_error(records);
        assert!(error.starts_with(expected), "{error}\n{expected}");
    }
}

/// Returns records with a successful payment of these fields, which end its object.
fn payment_record(fields: &str) -> String {
    format!(
        "{{\"payments\": {{\"records\": [\n{{\"payment\": {{\"id\": 7, \"paymentStatus\": \"SUCCESS\", {fields}}}]}}}}"
    )
}

#[test]
fn impossible_payments_are_named() {
    let at = |field: &str| format!("line 5: merchants[0].records.payments.records[id 7].payment.{field}: ");
    let cases = [
        (
            "\n\"paidPrice\": 120, \"paymentTransactions\": [{\"id\": 1, \"paidPrice\": 100}]}",
            at("paidPrice") + "the payment transactions add up to 100",
        ),
        ("\"paidPrice\": 100,\n\"walletPrice\": 101}", at("walletPrice") + "more than the paidPrice, which is 100"),
        ("\n\"price\": -100}", at("price") + "must not be negative"),
        ("\n\"installment\": -1}", at("installment") + "must not be negative"),
        ("\n\"installment\": 0}", at("installment") + "must be at least 1"),
        (
            "\n\"lastFourDigits\": \"9999\"}, \"card\": \"5258640000000001\"",
            at("lastFourDigits") + "not the last digits of the card",
        ),
        (
            "\n\"binNumber\": \"404308\"}, \"card\": \"5258640000000001\"",
            at("binNumber") + "not the first digits of the card",
        ),
        (
            "\"paymentTransactions\": [{\"id\": 1,\n\"transactionStatus\": \"WOW\"}]}",
            at("paymentTransactions[0].transactionStatus") + "unknown status",
        ),
    ];
    for (fields, expected) in cases {
        assert_eq!(records_error(&payment_record(fields)), expected);
    }
    let status = "{\"payments\": {\"records\": [{\"payment\": {\"id\": 7,\n\"paymentStatus\": \"WOW\"}}]}}";
    let expected = "line 4: merchants[0].records.payments.records[id 7].payment.paymentStatus: unknown status";
    assert_eq!(records_error(status), expected);
}

/// Returns records with a payment of 100 and these other records.
fn with_payment(refunded: &str, others: &str) -> String {
    format!(
        r#"{{"payments": {{"records": [{{"payment": {{"id": 7, "paymentStatus": "SUCCESS", "price": 100, "paidPrice": 100,
        "paymentTransactions": [{{"id": 1, "price": 100, "paidPrice": 100}}]}}, "refunded": {refunded}}},
        {{"payment": {{"id": 8, "paymentStatus": "SUCCESS", "paymentTransactions": [{{"id": 2}}]}}}}]}}, {others}}}"#
    )
}

#[test]
fn refunds_that_the_payment_does_not_know_are_named() {
    let refund = |price: &str, status: &str| {
        format!(
            r#""refunds": [{{"refund": {{"id": 3, "paymentId": 7, "status": "{status}", "refundPrice": {price}}}}}]"#
        )
    };
    let of_transaction = |id: u8, price: &str| {
        format!(
            r#""transactionRefunds": [{{"refund": {{"id": 4, "paymentId": 7, "paymentTransactionId": {id},
            "status": "SUCCESS", "refundPrice": {price}}}}}]"#
        )
    };
    let cases = [
        ("{}", refund("500", "SUCCESS"), "refundPrice: the refunds add up to 500, and the payment has 0 refunded"),
        (
            r#"{"1": 60}"#,
            refund("61", "SUCCESS"),
            "refundPrice: the refunds add up to 61, and the payment has 60 refunded",
        ),
        (
            r#"{"1": 60}"#,
            of_transaction(1, "70"),
            "refundPrice: the refunds add up to 70, and the payment has 60 refunded",
        ),
        ("{}", of_transaction(2, "1"), "paymentTransactionId: the transaction of another payment"),
        ("{}", of_transaction(3, "1"), "paymentTransactionId: there is no such payment transaction"),
        ("{}", refund("1", "WOW"), "status: unknown status"),
        (r#"{"1": 60}"#, refund("-60", "SUCCESS"), "refundPrice: must not be negative"),
    ];
    for (refunded, others, expected) in cases {
        let error = records_error(&with_payment(refunded, &others));
        assert!(error.ends_with(expected), "{error}\n{expected}");
    }
    for (refunded, others) in [(r#"{"1": 60}"#, refund("60", "SUCCESS")), ("{}", refund("60", "FAILURE"))] {
        restored(&format!("{{\"merchants\": [{{\"records\": {}}}]}}", with_payment(refunded, &others)));
    }
}

#[test]
fn a_payment_is_cancelled_on_the_day_of_its_creation_alone() {
    for (created, refund_type) in
        [("2026-03-24T23:59:59", RefundType::Refund), ("2026-03-25T00:00:00", RefundType::Cancel)]
    {
        let seed = format!(
            r#"{{"merchants": [{{"records": {{"payments": {{"records": [{{"payment": {{"id": 7, "paymentStatus": "SUCCESS",
            "createdDate": "{created}", "price": 100, "paidPrice": 100,
            "paymentTransactions": [{{"id": 1, "price": 100, "paidPrice": 100}}]}}}}]}}}}}}]}}"#
        );
        let refund = Shop::on(restored(&seed)).send(&RefundPayment::new(PaymentId::new(7)));
        assert_eq!(refund.refund_type, Some(refund_type), "{created}");
    }
}

#[test]
fn the_line_and_the_field_of_a_contradiction_are_named() {
    let payment = payment_record;
    let event =
        r#"{"eventType": "API_AUTH", "eventTime": "2026-03-25T12:00:00", "status": "SUCCESS", "payloadId": "1"}"#;
    let webhooks = |webhooks: &str| format!("{{\"events\": [{event}],\n\"webhooks\": {webhooks}}}");
    let cases = [
        (webhooks(r#"{"notified": 2}"#), "line 4: merchants[0].records.webhooks.notified: there are 1 events"),
        (
            webhooks("{\"notified\": 1, \"waiting\": [{\"event\": 0},\n{\"event\": 1}]}"),
            "line 5: merchants[0].records.webhooks.waiting[1].event: the event is not one of the notified events",
        ),
        (
            webhooks("{\"notified\": 1, \"waiting\": [{\"event\": 0},\n{\"event\": 0}]}"),
            "line 5: merchants[0].records.webhooks.waiting[1].event: another webhook has this event",
        ),
        (
            payment("\n\"price\": 3, \"paymentTransactions\": [{\"id\": 1, \"price\": 2}]}"),
            "line 5: merchants[0].records.payments.records[id 7].payment.price: the payment transactions add up \
             to 2",
        ),
        (
            payment("\"paymentTransactions\": [{\"id\": 1},\n{\"id\": 1}]}"),
            "line 5: merchants[0].records.payments.records[id 7].payment.paymentTransactions[1].id: another payment \
             transaction has this id",
        ),
        (
            payment("\"paymentTransactions\": [{\"id\": 1, \"paidPrice\": 2}]},\n\"refunded\": {\"1\": 2.01}"),
            "line 5: merchants[0].records.payments.records[id 7].refunded.1: 2.01 of 2 can't be refunded",
        ),
        (
            "{\"refunds\": [{\"refund\": {\"id\": 2, \"status\": \"SUCCESS\",\n\"paymentId\": 9}}]}".to_owned(),
            "line 4: merchants[0].records.refunds[id 2].refund.paymentId: there is no such payment",
        ),
        (
            "{\"members\": [{\"id\": 1, \"memberExternalId\": \"a\"},\n{\"id\": 2, \"memberExternalId\": \"a\"}]}"
                .to_owned(),
            "line 4: merchants[0].records.members[id 2].memberExternalId: another member has this memberExternalId",
        ),
        (
            "{\"ledger\": {\"wallets\": [{\"id\": 5,\n\"memberId\": 1}]}}".to_owned(),
            "line 4: merchants[0].records.ledger.wallets[id 5].memberId: there is no such member",
        ),
        (
            "{\"ledger\": {\"wallets\": [{\"id\": 5, \"amount\": 5,\n\"withdrawalAmount\": 50}]}}".to_owned(),
            "line 4: merchants[0].records.ledger.wallets[id 5].withdrawalAmount: more than the wallet's amount, which is 5",
        ),
    ];
    for (records, expected) in cases {
        assert_eq!(records_error(&records), expected);
    }
}

#[test]
fn the_seed_of_the_readme_can_be_used() {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```json\n").unwrap();
    let (seed, _) = rest.split_once("```").unwrap();
    let shop = Shop::on(restored(seed));
    assert_eq!(shop.send(&RefundPayment::new(PaymentId::new(17))).refund_price, Some(dec!(100)));
}
