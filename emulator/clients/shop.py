#!/usr/bin/env python3
"""A shop with Craftgate's official Python client: what each call does against the emulator.

    pip install -r requirements.txt
    ./check.sh python

The emulator's address and keys are in CRAFTGATE_URL, CRAFTGATE_API_KEY, CRAFTGATE_SECRET_KEY, CRAFTGATE_CALLBACK_KEY
and CRAFTGATE_WEBHOOK_KEY; it sends its webhooks to CRAFTGATE_WEBHOOK_PORT of this machine.
"""
import http.server
import json
import os
import queue
import threading
import urllib.parse
import urllib.request
from decimal import Decimal

from craftgate import Craftgate, RequestOptions
from craftgate.exception import CraftgateException
from craftgate.model import Currency, PaymentGroup, PaymentPhase, WebhookData
from craftgate.request import (
    CompleteThreeDSPaymentRequest, CreatePaymentRequest, DeleteStoredCardRequest, InitThreeDSPaymentRequest,
    RefundPaymentRequest, RefundPaymentTransactionRequest, SearchPaymentsRequest, SearchStoredCardsRequest,
    StoreCardRequest,
)
from craftgate.request.dto import Card, PaymentItem

URL = os.environ["CRAFTGATE_URL"]
APPROVED, DECLINED = "5258640000000001", "5100050000006661"

craftgate = Craftgate(RequestOptions(
    api_key=os.environ["CRAFTGATE_API_KEY"], secret_key=os.environ["CRAFTGATE_SECRET_KEY"], base_url=URL))


def check(what, actual, expected):
    assert actual == expected, f"{what}: {actual!r} instead of {expected!r}"


def card(number=APPROVED, **fields):
    return Card(card_holder_name="Gülşah Işık", card_number=number, expire_year="2044", expire_month="07", cvc="000",
                **fields)


def order(request, conversation_id, card):
    """Returns the request for two items of 100 lira together."""
    request.price = request.paid_price = Decimal("100")
    request.currency = Currency.TRY
    request.installment = 1
    request.payment_group = PaymentGroup.PRODUCT
    request.payment_phase = PaymentPhase.AUTH
    request.conversation_id = conversation_id
    request.card = card
    request.items = [PaymentItem(name="Çaydanlık", price=Decimal("60.10")),
                     PaymentItem(name="Fincan", price=Decimal("39.90"))]
    return request


def receive_webhooks():
    """Returns the queue of the webhooks that arrive, each with its signature."""
    arrived = queue.Queue()

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            arrived.put((body, self.headers["x-cg-signature-v1"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", int(os.environ["CRAFTGATE_WEBHOOK_PORT"])), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return arrived


def approve(payment_id):
    """Enters the bank's code for the customer, and returns the form that the browser posts to the shop."""
    request = urllib.request.Request(f"{URL}/emulator/payments/{payment_id}/authenticate", b'{"outcome": "approved"}')
    form = json.load(urllib.request.urlopen(request))["body"]
    return dict(urllib.parse.parse_qsl(form, keep_blank_values=True))


def pay_and_refund():
    paid = craftgate.payment().create_payment(order(CreatePaymentRequest(), "siparis-1", card()))
    check("status", paid.payment_status, "SUCCESS")
    check("paid", Decimal(str(paid.paid_price)), 100)
    check("lines", len(paid.payment_transactions), 2)

    line = paid.payment_transactions[1]
    refund = craftgate.payment().refund_payment_transaction(
        RefundPaymentTransactionRequest(payment_transaction_id=line.id, refund_price=Decimal("9.90")))
    check("refund of a line", (refund.status, Decimal(str(refund.refund_price))), ("SUCCESS", Decimal("9.9")))
    rest = craftgate.payment().refund_payment(RefundPaymentRequest(payment_id=paid.id))
    check("refund of the rest", Decimal(str(rest.refund_price)), Decimal("90.1"))
    return paid.id


def pay_with_three_ds():
    request = order(InitThreeDSPaymentRequest(), "siparis-2", card())
    request.callback_url = "https://shop.example.com/3ds"
    started = craftgate.payment().init_3ds_payment(request)
    assert started.html_content and started.redirect_url.startswith(URL), started
    callback = approve(started.payment_id)
    key = os.environ["CRAFTGATE_CALLBACK_KEY"]
    assert craftgate.payment().is_3d_secure_callback_verified(key, callback), callback
    assert not craftgate.payment().is_3d_secure_callback_verified(key, {**callback, "status": "FAILURE"})
    check("payment of the callback", int(callback["paymentId"]), started.payment_id)
    paid = craftgate.payment().complete_3ds_payment(CompleteThreeDSPaymentRequest(payment_id=started.payment_id))
    check("status with 3D Secure", (paid.payment_status, paid.is_three_ds), ("SUCCESS", True))


def meet_a_declined_card():
    try:
        craftgate.payment().create_payment(order(CreatePaymentRequest(), "siparis-3", card(DECLINED)))
    except CraftgateException as error:
        check("decline", (error.error_code, error.error_group), ("10051", "NOT_SUFFICIENT_FUNDS"))
        assert error.provider_error is not None
    else:
        raise AssertionError("the card was not declined")


def store_a_card():
    store = StoreCardRequest(card_holder_name="Gülşah Işık", card_number=APPROVED, expire_year="2044", expire_month="07",
                             card_alias="Kartım")
    stored = craftgate.payment().store_card(store)
    by_token = Card(card_user_key=stored.card_user_key, card_token=stored.card_token)
    paid = craftgate.payment().create_payment(order(CreatePaymentRequest(), "siparis-4", by_token))
    check("paid with the stored card", (paid.payment_status, paid.paid_with_stored_card), ("SUCCESS", True))
    search = SearchStoredCardsRequest(card_user_key=stored.card_user_key)
    found = craftgate.payment().search_stored_cards(search).items
    check("stored cards", [stored.card_alias for stored in found], ["Kartım"])
    craftgate.payment().delete_stored_card(
        DeleteStoredCardRequest(card_user_key=stored.card_user_key, card_token=stored.card_token))
    check("cards after the deletion", len(craftgate.payment().search_stored_cards(search).items), 0)


def search(payment_id):
    found = craftgate.payment_reporting().search_payments(SearchPaymentsRequest(conversation_id="siparis-1"))
    check("payments found", [payment.id for payment in found.items], [payment_id])
    check("refund status", found.items[0].refund_status, "FULLY_REFUNDED")


def verify_webhooks(arrived):
    body, signature = arrived.get(timeout=30)
    check("first event", (body["eventType"], body["status"]), ("API_AUTH", "SUCCESS"))
    event = WebhookData(event_type=body["eventType"], event_timestamp=body["eventTimestamp"], status=body["status"],
                        payload_id=body["payloadId"])
    key = os.environ["CRAFTGATE_WEBHOOK_KEY"]
    assert craftgate.hook().is_webhook_verified(key, signature, event)
    event.payload_id += "0"
    assert not craftgate.hook().is_webhook_verified(key, signature, event)


def main():
    arrived = receive_webhooks()
    payment_id = pay_and_refund()
    verify_webhooks(arrived)
    pay_with_three_ds()
    meet_a_declined_card()
    store_a_card()
    search(payment_id)
    print("The official Python client: paid, refunded, authenticated, declined, stored, searched, notified.")


if __name__ == "__main__":
    main()
