//! A callback decides only about the started payment, and only where it names it for certain.

use super::*;

#[track_caller]
fn assert_step(fields: Fields, step: NextStep) {
    assert_eq!(verify_fields(&key(), signed_v1(fields)).unwrap().next_step(&started()), step);
}

fn complete() -> NextStep {
    NextStep::Complete(CompleteThreeDsPayment::new(PaymentId::new(5)))
}

fn failed() -> Fields {
    with(success(), "status", "FAILURE")
}

#[test]
fn a_verified_payment_is_completed_only_where_it_waits_for_it() {
    assert_step(success(), complete());
    for status in ["COMPLETED", "", "YENI"] {
        assert_step(with(success(), "completeStatus", status), look_up());
    }
}

#[test]
fn a_failure_that_names_the_started_payment_is_final() {
    for callback in ["", "SUCCESS", "already_returned"] {
        assert_step(with(failed(), "callbackStatus", callback), NextStep::Failed);
    }
}

#[test]
fn a_failure_without_a_payment_id_ends_no_order() {
    assert_step(with(failed(), "paymentId", ""), look_up());
    let anybodys = fields(&[("status", "FAILURE"), ("conversationId", "sipariş-18")]);
    assert_step(anybodys, look_up());
}

#[test]
fn a_failure_with_its_id_moved_into_the_conversation_data_ends_no_order() {
    let order = ["status", "callbackStatus", "completeStatus", "paymentId", "conversationData", "conversationId"];
    let genuine = fields(&[("status", "FAILURE"), ("paymentId", "6"), ("conversationId", "sipariş-18")]);
    let mut moved = signed_v2(genuine, &order, ":");
    moved[1].0 = "conversationData".to_owned();
    assert_eq!(verify_fields(&key(), moved).unwrap().next_step(&started()), look_up());
}

#[test]
fn another_conversation_id_or_none_decides_nothing() {
    for status in ["SUCCESS", "FAILURE"] {
        for conversation in ["sipariş-18", "sipariş-17 ", "", "Sipariş-17"] {
            let other = with(with(success(), "status", status), "conversationId", conversation);
            assert_step(other, look_up());
        }
    }
}

#[test]
fn a_payment_started_without_a_conversation_id_has_none_in_its_callback() {
    let started = StartedPayment::new(PaymentId::new(5), "");
    let step = |fields| verify_fields(&key(), signed_v1(fields)).unwrap().next_step(&started);
    assert_eq!(step(with(success(), "conversationId", "")), complete());
    assert_eq!(step(success()), look_up());
}

#[test]
fn an_unknown_status_is_looked_up() {
    for status in ["PENDING", "success", "INIT_THREEDS"] {
        assert_step(with(success(), "status", status), look_up());
    }
}

#[test]
fn a_duplicate_is_looked_up_for_the_payment_may_be_made() {
    let duplicate = with(failed(), "callbackStatus", "ALREADY_RETURNED");
    assert_step(with(duplicate.clone(), "paymentId", ""), look_up());
    assert_step(duplicate, look_up());
}

#[test]
fn another_payments_callback_is_left_alone_whatever_its_result() {
    for status in ["SUCCESS", "FAILURE"] {
        for callback in ["SUCCESS", "ALREADY_RETURNED"] {
            let other = with(with(success(), "status", status), "callbackStatus", callback);
            assert_step(with(other, "paymentId", "6"), NextStep::PaymentIdMismatch);
        }
    }
}

mod in_version_2 {
    use super::*;

    const BY_STATUS: [&str; 7] =
        ["status", "callbackStatus", "completeStatus", "paymentId", "conversationData", "conversationId", "mdStatus"];
    const BY_ID: [&str; 5] = ["paymentId", "status", "callbackStatus", "conversationId", "mdStatus"];

    fn failed_v2() -> Fields {
        let mut failed = with(with(failed(), "conversationData", ""), "callbackStatus", "");
        failed.push(("mdStatus".to_owned(), "0".to_owned()));
        failed
    }

    fn step(fields: Fields, names: &[&str], started: &StartedPayment) -> NextStep {
        verify_fields(&key(), signed_v2(fields, names, ":")).unwrap().next_step(started)
    }

    #[test]
    fn a_success_is_completed() {
        assert_eq!(step(success(), &BY_STATUS, &started()), complete());
    }

    #[test]
    fn a_failure_is_final_where_the_status_ends_the_payment_id() {
        assert_eq!(step(failed_v2(), &BY_ID, &started()), NextStep::Failed);
        assert_eq!(step(failed_v2(), &BY_STATUS, &started()), look_up());
    }

    #[test]
    fn a_payment_id_made_of_another_orders_conversation_id_ends_no_order() {
        let genuine = fields(&[("status", "FAILURE"), ("paymentId", ""), ("conversationId", "55"), ("mdStatus", "0")]);
        let mut forged = signed_v2(genuine, &BY_STATUS, ":");
        forged[1].1 = "5".to_owned();
        forged[2].1 = "5".to_owned();
        let callback = verify_fields(&key(), forged).unwrap();
        assert_eq!((callback.payment_id(), callback.conversation_id()), (Some(PaymentId::new(5)), Some("5")));
        assert_eq!(callback.next_step(&StartedPayment::new(PaymentId::new(5), "5")), look_up());
    }

    #[test]
    fn a_duplicate_cannot_hide_that_it_is_one() {
        let names = ["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus"];
        let duplicate = with(failed_v2(), "callbackStatus", "ALREADY_RETURNED");
        let hidden = |joint| {
            let mut forged = signed_v2(duplicate.clone(), &names, ":");
            let values = names.map(|name| value(&duplicate, name).to_owned());
            forged[7].1 = super::hash(&values.each_ref().map(String::as_str), joint);
            forged[5].0 = "x".to_owned();
            forged[8].1 = names.join(":").replace("callbackStatus", "x");
            verify_fields(&key(), forged).map(|callback| callback.next_step(&started()))
        };
        assert_eq!(hidden(""), Ok(look_up()));
        assert!(hidden("###") != Ok(NextStep::Failed));
    }

    #[test]
    fn separated_values_of_one_order_end_no_order_under_the_names_of_another() {
        for genuine in [["FAILURE", "", "57", "5", "", "", "0"], ["FAILURE", "", "", "5", "", "", "0"]] {
            let names = BY_STATUS.map(str::to_owned);
            let mut forged: Fields = names.into_iter().zip(genuine.map(str::to_owned)).collect();
            forged.push(("hash".to_owned(), super::hash(&genuine, "###")));
            forged.push(("hashParams".to_owned(), BY_STATUS.join(":")));
            let callback = verify_fields(&key(), forged).unwrap();
            assert_eq!(callback.payment_id(), Some(PaymentId::new(5)), "{genuine:?}");
            assert_eq!(callback.next_step(&StartedPayment::new(PaymentId::new(5), "")), look_up(), "{genuine:?}");
        }
    }

    #[test]
    fn an_unknown_order_is_looked_up() {
        let reordered = ["mdStatus", "paymentId", "status", "conversationId"];
        let error = verify_fields(&key(), signed_v2(failed_v2(), &reordered, ":")).unwrap_err();
        assert_eq!(error, CallbackError::UnknownFieldOrder);
        assert_eq!(error.next_step(&started()), Some(look_up()));
    }

    #[test]
    fn a_value_that_may_hold_a_piece_of_a_neighbour_is_looked_up() {
        let odd = with(success(), "completeStatus", "YENI");
        let error = verify_fields(&key(), signed_v2(odd, &BY_STATUS, ":")).unwrap_err();
        assert_eq!(error, CallbackError::Ambiguous);
        assert_eq!(error.next_step(&started()), Some(look_up()));
    }
}

#[test]
fn what_is_not_craftgates_has_no_next_step() {
    for error in [CallbackError::Malformed, CallbackError::DuplicateField, CallbackError::Hash] {
        assert_eq!(error.next_step(&started()), None);
        assert_eq!(error.bnpl_next_step(&started()), None);
    }
}
