/*
 * A payment through the C library, sent with libcurl: a payment, a declined card, a lost response that is followed up, a
 * 3D Secure callback and a webhook. The emulator's address and keys come from the environment.
 *
 *   cc payment.c $(pkg-config --cflags --libs craftgate) -lcurl -o payment
 */
#define _POSIX_C_SOURCE 200809L
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "craftgate.h"

struct buffer {
  char *bytes;
  size_t length;
};

static void expect(int holds, const char *what) {
  if (holds) return;
  const char *error = craftgate_last_error();
  fprintf(stderr, "expected that %s%s%s\n", what, error ? ": " : "", error ? error : "");
  exit(1);
}

static size_t keep(char *bytes, size_t size, size_t count, void *pointer) {
  struct buffer *buffer = pointer;
  char *longer = realloc(buffer->bytes, buffer->length + size * count + 1);
  if (!longer) return 0;
  memcpy(longer + buffer->length, bytes, size * count);
  buffer->bytes = longer;
  buffer->length += size * count;
  return size * count;
}

static struct curl_slist *headers_of(const struct craftgate_request *request) {
  struct curl_slist *list = NULL;
  for (size_t index = 0; index < craftgate_request_header_count(request); index++) {
    char line[512];
    snprintf(line, sizeof line, "%s: %s", craftgate_request_header_name(request, index),
             craftgate_request_header_value(request, index));
    list = curl_slist_append(list, line);
  }
  return list;
}

/* Nothing was sent if not even a connection was made. */
static int maybe_sent(CURLcode code) {
  return code != CURLE_COULDNT_RESOLVE_HOST && code != CURLE_COULDNT_CONNECT && code != CURLE_SSL_CONNECT_ERROR;
}

/* One attempt. */
static struct craftgate_result *send_request(const struct craftgate_request *request) {
  CURL *curl = curl_easy_init();
  struct buffer body = {NULL, 0};
  struct curl_slist *headers = headers_of(request);
  size_t length = 0;
  const uint8_t *bytes = craftgate_request_body(request, &length);
  curl_easy_setopt(curl, CURLOPT_URL, craftgate_request_url(request));
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, craftgate_request_method(request));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  if (length > 0) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, (const char *)bytes);
  }
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 90L);
  CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_after);
  char seconds[24];
  snprintf(seconds, sizeof seconds, "%lld", (long long)retry_after);
  struct craftgate_result *result =
      code == CURLE_OK ? craftgate_response_read(request, (int)status, retry_after > 0 ? seconds : NULL,
                                                 (const uint8_t *)body.bytes, body.length)
                       : craftgate_response_missing(request, maybe_sent(code), curl_easy_strerror(code));
  curl_slist_free_all(headers);
  curl_easy_cleanup(curl);
  free(body.bytes);
  return result;
}

/* A call under a key, repeated where it can't take effect twice. */
static struct craftgate_result *call(const struct craftgate_merchant *merchant, const char *operation, const char *json,
                                     const char *key) {
  for (uint32_t attempt = 1;; attempt++) {
    struct craftgate_request *request = craftgate_request_new(merchant, operation, json, NULL, key, "tr");
    expect(request != NULL, "the request is built");
    struct craftgate_result *result = send_request(request);
    expect(result != NULL, "there is a result");
    int64_t wait = craftgate_result_retry_after_ms(result, attempt, 3, (int64_t)time(NULL));
    craftgate_request_free(request);
    if (wait < 0) return result;
    craftgate_result_free(result);
    struct timespec pause = {wait / 1000, wait % 1000 * 1000000};
    nanosleep(&pause, NULL);
  }
}

/* The fields of a payment: a program would write them with its own JSON library. */
static const char *payment(const char *card_number) {
  static char json[1024];
  snprintf(json, sizeof json,
           "{\"price\":100.00,\"paidPrice\":100.00,\"currency\":\"TRY\",\"installment\":1,"
           "\"conversationId\":\"siparis-17-1\",\"items\":[{\"price\":100.00,\"name\":\"Çaydanlık\"}],"
           "\"card\":{\"cardHolderName\":\"Gülşah Işık\",\"cardNumber\":\"%s\",\"expireYear\":\"2044\","
           "\"expireMonth\":\"07\",\"cvc\":\"000\"}}",
           card_number);
  return json;
}

/* The payment's id, which comes first in the JSON. */
static long long id_of(const struct craftgate_result *result) {
  const char *id = strstr(craftgate_result_json(result, NULL), "\"id\":");
  return id ? strtoll(id + 5, NULL, 10) : 0;
}

static void take_a_payment(const struct craftgate_merchant *merchant) {
  struct craftgate_result *result = call(merchant, "payment::CreatePayment", payment("5258640000000001"), "c-17-1");
  expect(craftgate_result_outcome(result) == CRAFTGATE_OUTCOME_DONE, "the payment is made");
  printf("payment %lld: done\n", id_of(result));
  craftgate_result_free(result);
}

static void meet_a_declined_card(const struct craftgate_merchant *merchant) {
  struct craftgate_result *result = call(merchant, "payment::CreatePayment", payment("5100050000006661"), "c-17-2");
  expect(craftgate_result_outcome(result) == CRAFTGATE_OUTCOME_REJECTED, "the card is declined");
  printf("declined: %s\n", craftgate_result_json(result, NULL));
  craftgate_result_free(result);
}

/* The response is lost: the outcome is unknown until the call is repeated under its key, which pays once. */
static void follow_up_a_lost_response(const struct craftgate_merchant *merchant) {
  const char *json = payment("5258640000000001");
  struct craftgate_request *request = craftgate_request_new(merchant, "payment::CreatePayment", json, NULL, "c-17-3", NULL);
  struct craftgate_result *made = send_request(request);
  struct craftgate_result *lost = craftgate_response_missing(request, 1, "connection reset");
  expect(craftgate_result_outcome(lost) == CRAFTGATE_OUTCOME_UNKNOWN, "the outcome is unknown");
  struct craftgate_result *repeated = call(merchant, "payment::CreatePayment", json, "c-17-3");
  expect(id_of(made) == id_of(repeated) && id_of(made) > 0, "the payment is the same");
  printf("payment %lld: unknown, then found\n", id_of(repeated));
  craftgate_result_free(repeated);
  craftgate_result_free(lost);
  craftgate_result_free(made);
  craftgate_request_free(request);
}

/* What a browser posts after 3D Secure. `nextCall` is the operation to call, with its request. */
static void verify_a_callback(void) {
  const char *form = "hash=1d3fa1e51fe7c350185c5a7f8c3ff513a991367b08c16a56f4ab9abeb738a1e1&status=SUCCESS"
                     "&completeStatus=WAITING&paymentId=5&conversationData=conversation-data"
                     "&conversationId=conversation-id";
  const char *started = "{\"paymentId\":5,\"conversationId\":\"conversation-id\"}";
  char *report =
      craftgate_callback_verify("merchantThreeDsCallbackKeySndbox", (const uint8_t *)form, strlen(form), started);
  expect(report != NULL, "the callback is verified");
  printf("callback: %s\n", report);
  craftgate_string_free(report);
}

static void verify_a_webhook(void) {
  const char *body = "{\"eventType\":\"API_VERIFY_AND_AUTH\",\"eventTimestamp\":1661521221,\"status\":\"SUCCESS\","
                     "\"payloadId\":\"584\"}";
  const char *signature = "0wRB5XqWJxwwPbn5Z9TcbHh8EGYFufSYTsRMB74N094=";
  const char *key = "Aoh7tReTybO6wOjBmOJFFsOR53SBojEp";
  char *report = craftgate_webhook_verify(key, signature, (const uint8_t *)body, strlen(body), 1661521280, 3600);
  expect(report != NULL, "the webhook is verified");
  printf("webhook: %s\n", report);
  craftgate_string_free(report);
}

int main(void) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  struct craftgate_merchant *merchant =
      craftgate_merchant_new(getenv("CRAFTGATE_API_KEY"), getenv("CRAFTGATE_SECRET_KEY"), getenv("CRAFTGATE_URL"));
  expect(merchant != NULL, "the keys are in the environment");
  take_a_payment(merchant);
  meet_a_declined_card(merchant);
  follow_up_a_lost_response(merchant);
  verify_a_callback();
  verify_a_webhook();
  craftgate_merchant_free(merchant);
  curl_global_cleanup();
  return 0;
}
