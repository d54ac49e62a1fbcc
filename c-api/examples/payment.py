"""A payment through the C library with ctypes, sent with the standard library: the emulator's address and keys come from
the environment."""

import ctypes
import json
import os
import time
import urllib.error
import urllib.request

library = ctypes.CDLL(os.environ.get("CRAFTGATE_LIBRARY", "libcraftgate.so"))
text, handle, size = ctypes.c_char_p, ctypes.c_void_p, ctypes.c_size_t
for name, result, arguments in [
    ("merchant_new", handle, [text, text, text]),
    ("merchant_free", None, [handle]),
    ("request_new", handle, [handle, text, text, text, text, text]),
    ("request_free", None, [handle]),
    ("request_method", text, [handle]),
    ("request_url", text, [handle]),
    ("request_header_count", size, [handle]),
    ("request_header_name", text, [handle, size]),
    ("request_header_value", text, [handle, size]),
    ("request_body", ctypes.POINTER(ctypes.c_ubyte), [handle, ctypes.POINTER(size)]),
    ("response_read", handle, [handle, ctypes.c_int, text, text, size]),
    ("response_missing", handle, [handle, ctypes.c_int, text]),
    ("result_free", None, [handle]),
    ("result_outcome", ctypes.c_int, [handle]),
    ("result_json", text, [handle, ctypes.POINTER(size)]),
    ("result_retry_after_ms", ctypes.c_int64, [handle, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_int64]),
    ("last_error", text, []),
]:
    function = getattr(library, "craftgate_" + name)
    function.restype, function.argtypes = result, arguments

OUTCOMES = ["DONE", "REJECTED", "UNKNOWN", "NOT_SENT"]


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(NoRedirects)


def send(request):
    """One attempt: the handle of its result."""
    headers = {
        library.craftgate_request_header_name(request, index).decode(): library.craftgate_request_header_value(request, index).decode()
        for index in range(library.craftgate_request_header_count(request))
    }
    length = size()
    body = ctypes.string_at(library.craftgate_request_body(request, length), length.value)
    method, url = library.craftgate_request_method(request).decode(), library.craftgate_request_url(request).decode()
    message = urllib.request.Request(url, body or None, headers, method=method)
    try:
        response = opener.open(message, timeout=90)
    except urllib.error.HTTPError as error:
        response = error
    except urllib.error.URLError as error:
        refused = isinstance(error.reason, ConnectionRefusedError)
        return library.craftgate_response_missing(request, not refused, str(error.reason).encode())
    try:
        data = response.read()
    except OSError as error:
        return library.craftgate_response_missing(request, 1, str(error).encode())
    retry_after = response.headers.get("retry-after")
    return library.craftgate_response_read(request, response.status, retry_after and retry_after.encode(), data, len(data))


def call(merchant, operation, fields, key=None):
    """The outcome and the JSON of a call, repeated where it can't take effect twice."""
    for attempt in range(1, 5):
        request = library.craftgate_request_new(
            merchant, operation.encode(), json.dumps(fields).encode(), None, key and key.encode(), b"tr")
        if not request:
            raise ValueError(library.craftgate_last_error().decode())
        result = send(request)
        outcome = OUTCOMES[library.craftgate_result_outcome(result)]
        # parse_float=str: no amount becomes a float.
        data = json.loads(library.craftgate_result_json(result, None), parse_float=str)
        wait = library.craftgate_result_retry_after_ms(result, attempt, 3, int(time.time()))
        library.craftgate_result_free(result)
        library.craftgate_request_free(request)
        if wait < 0:
            return outcome, data
        time.sleep(wait / 1000)


def payment(card_number):
    return {
        "price": 100, "paidPrice": 100, "currency": "TRY", "installment": 1, "conversationId": "siparis-17-1",
        "items": [{"price": 100, "name": "Çaydanlık"}],
        "card": {"cardHolderName": "Gülşah Işık", "cardNumber": card_number, "expireYear": "2044", "expireMonth": "07", "cvc": "000"},
    }


merchant = library.craftgate_merchant_new(
    *(os.environ[name].encode() for name in ["CRAFTGATE_API_KEY", "CRAFTGATE_SECRET_KEY", "CRAFTGATE_URL"]))
outcome, paid = call(merchant, "payment::CreatePayment", payment("5258640000000001"), key="python-17-1")
print(outcome, "payment", paid["id"], paid["paymentStatus"], paid["paidPrice"], paid["paymentTransactions"][0]["name"])
assert (outcome, paid["paymentStatus"]) == ("DONE", "SUCCESS")

outcome, declined = call(merchant, "payment::CreatePayment", payment("5100050000006661"), key="python-17-2")
print(outcome, declined["code"], declined["group"], declined["customerMessage"]["tr"])
assert (outcome, declined["group"]) == ("REJECTED", "NOT_SUFFICIENT_FUNDS")

try:
    call(merchant, "payment::RetrievePayment", {"di": 17})
    raise AssertionError("a misspelt field was accepted")
except ValueError as error:
    print("BAD_INPUT", error)
library.craftgate_merchant_free(merchant)
