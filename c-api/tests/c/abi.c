/* The ABI from C: what it gives, what it does with bad arguments, and from many threads at once. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "craftgate.h"

#define CHECK(condition)                                                                  \
  do {                                                                                    \
    if (!(condition)) {                                                                   \
      fprintf(stderr, "%s:%d: %s (%s)\n", __FILE__, __LINE__, #condition, last_error()); \
      exit(1);                                                                            \
    }                                                                                     \
  } while (0)

static const char *last_error(void) {
  const char *message = craftgate_last_error();
  return message ? message : "no error";
}

static struct craftgate_request *retrieve(const struct craftgate_merchant *merchant) {
  return craftgate_request_new(merchant, "payment::RetrievePayment", "{\"id\":17}", "Xa15Fp11T", NULL, "tr");
}

static struct craftgate_result *read_body(const struct craftgate_request *request, int status, const char *body) {
  return craftgate_response_read(request, status, NULL, (const uint8_t *)body, strlen(body));
}

static void requests(const struct craftgate_merchant *merchant) {
  struct craftgate_request *request = retrieve(merchant);
  CHECK(request && !craftgate_last_error());
  CHECK(strcmp(craftgate_request_method(request), "GET") == 0);
  CHECK(strcmp(craftgate_request_url(request), "https://api.craftgate.io/payment/v1/card-payments/17") == 0);
  size_t length = SIZE_MAX;
  craftgate_request_body(request, &length);
  CHECK(length == 0);
  size_t signatures = 0;
  for (size_t index = 0; index < craftgate_request_header_count(request); index++) {
    signatures += strcmp(craftgate_request_header_name(request, index), "x-signature") == 0;
    CHECK(strlen(craftgate_request_header_value(request, index)) > 0);
  }
  CHECK(signatures == 1);
  CHECK(!craftgate_request_header_name(request, SIZE_MAX));
  craftgate_request_free(request);

  request = craftgate_request_new(merchant, "onboarding::SearchMembers", "{\"name\":\"Gülşah\"}", NULL, NULL, NULL);
  CHECK(strstr(craftgate_request_url(request), "name=G%C3%BCl%C5%9Fah"));
  craftgate_request_free(request);
}

static void results(const struct craftgate_merchant *merchant) {
  struct craftgate_request *request = retrieve(merchant);
  struct craftgate_result *result =
      read_body(request, 200, "{\"data\":{\"id\":17,\"paymentStatus\":\"SUCCESS\",\"paidPrice\":1.500}}");
  size_t length = 0;
  CHECK(craftgate_result_outcome(result) == CRAFTGATE_OUTCOME_DONE);
  const char *json = craftgate_result_json(result, &length);
  CHECK(strcmp(json, "{\"id\":17,\"paymentStatus\":\"SUCCESS\",\"paidPrice\":1.500}") == 0 && strlen(json) == length);
  CHECK(!craftgate_result_file(result, &length));
  CHECK(craftgate_result_retry_after_ms(result, 1, 3, -1) == -1);
  craftgate_result_free(result);

  result = read_body(request, 422, "{\"errors\":{\"errorCode\":\"10051\",\"errorGroup\":\"NOT_SUFFICIENT_FUNDS\"}}");
  CHECK(craftgate_result_outcome(result) == CRAFTGATE_OUTCOME_REJECTED);
  CHECK(craftgate_result_outcome_after(result, CRAFTGATE_OUTCOME_UNKNOWN) == CRAFTGATE_OUTCOME_REJECTED);
  CHECK(strstr(craftgate_result_json(result, NULL), "\"group\":\"NOT_SUFFICIENT_FUNDS\""));
  craftgate_result_free(result);

  result = craftgate_response_read(request, 503, "7", NULL, 0);
  CHECK(craftgate_result_outcome(result) == CRAFTGATE_OUTCOME_UNKNOWN);
  CHECK(craftgate_result_retry_after_ms(result, 1, 3, -1) == 7000);
  craftgate_result_free(result);

  result = craftgate_response_missing(request, 0, "connection refused");
  CHECK(craftgate_result_outcome(result) == CRAFTGATE_OUTCOME_NOT_SENT);
  CHECK(craftgate_result_outcome_after(result, CRAFTGATE_OUTCOME_UNKNOWN) == CRAFTGATE_OUTCOME_UNKNOWN);
  craftgate_result_free(result);
  craftgate_request_free(request);

  request = craftgate_request_new(merchant, "file_reporting::RetrieveDailyPaymentReport",
                                  "{\"reportDate\":\"2026-03-25\",\"fileType\":\"CSV\"}", NULL, NULL, NULL);
  CHECK(request);
  result = read_body(request, 200, "a;b\n1;2");
  const uint8_t *file = craftgate_result_file(result, &length);
  CHECK(file && length == 7 && memcmp(file, "a;b\n1;2", 7) == 0);
  craftgate_result_free(result);
  craftgate_request_free(request);
}

static void verification(void) {
  const char *form = "hash=1d3fa1e51fe7c350185c5a7f8c3ff513a991367b08c16a56f4ab9abeb738a1e1&status=SUCCESS"
                     "&completeStatus=WAITING&paymentId=5&conversationData=conversation-data"
                     "&conversationId=conversation-id";
  const char *key = "merchantThreeDsCallbackKeySndbox";
  const char *started = "{\"paymentId\":5,\"conversationId\":\"conversation-id\"}";
  char *report = craftgate_callback_verify(key, (const uint8_t *)form, strlen(form), started);
  CHECK(report && strstr(report, "\"nextStep\":\"COMPLETE\""));
  craftgate_string_free(report);
  CHECK(!craftgate_callback_verify("another", (const uint8_t *)form, strlen(form), NULL));
  CHECK(craftgate_last_error_code() == CRAFTGATE_ERROR_CODE_NOT_VERIFIED);

  const char *loan = "paymentId=204&paymentStatus=WAITING&additionalAction=APPROVAL_REQUIRED&conversationId=siparis-17"
                     "&callbackStatus=&hashParams=paymentId:paymentStatus:additionalAction:conversationId:callbackStatus"
                     "&hash=83034531637341ff2241bc7472c53a92950d6829fc71fa7899f8886f4e1fd33e";
  started = "{\"paymentId\":204,\"conversationId\":\"siparis-17\"}";
  report = craftgate_bnpl_callback_verify("merchantCallbackKeySandbox", (const uint8_t *)loan, strlen(loan), started);
  CHECK(report && strstr(report, "\"nextStep\":\"APPROVE\""));
  craftgate_string_free(report);
  CHECK(!craftgate_bnpl_callback_verify("merchantCallbackKeySandbox", (const uint8_t *)form, strlen(form), NULL));
  CHECK(craftgate_last_error_code() == CRAFTGATE_ERROR_CODE_NOT_VERIFIED);

  const char *body = "{\"eventType\":\"API_VERIFY_AND_AUTH\",\"eventTimestamp\":1661521221,\"status\":\"SUCCESS\","
                     "\"payloadId\":\"584\"}";
  const char *signature = "0wRB5XqWJxwwPbn5Z9TcbHh8EGYFufSYTsRMB74N094=";
  const char *webhook_key = "Aoh7tReTybO6wOjBmOJFFsOR53SBojEp";
  report = craftgate_webhook_verify(webhook_key, signature, (const uint8_t *)body, strlen(body), 1661521280, 3600);
  CHECK(report && strstr(report, "\"payloadId\":\"584\""));
  craftgate_string_free(report);
  CHECK(!craftgate_webhook_verify(webhook_key, signature, (const uint8_t *)body, strlen(body), 1661621280, 3600));
  CHECK(craftgate_last_error_code() == CRAFTGATE_ERROR_CODE_NOT_VERIFIED);
}

static void signatures(void) {
  struct craftgate_merchant *merchant = craftgate_merchant_new("key-1", "FooBar123!", NULL);
  char *signature =
      craftgate_sign(merchant, "https://api.craftgate.io/onboarding/v1/members/1", "Xa15Fp11T", NULL, 0);
  CHECK(strcmp(signature, "y1TtnjNCJEvlkP5ufCkK3H0i2guMB/bKL4Ayw3VlKWA=") == 0);
  craftgate_string_free(signature);
  craftgate_merchant_free(merchant);
}

static void bad_arguments(const struct craftgate_merchant *merchant) {
  CHECK(!craftgate_merchant_new(NULL, NULL, NULL));
  CHECK(craftgate_last_error_code() == CRAFTGATE_ERROR_CODE_NULL);
  CHECK(!craftgate_merchant_new("anahtar-\xff", "b", NULL));
  CHECK(craftgate_last_error_code() == CRAFTGATE_ERROR_CODE_UTF8);
  CHECK(!craftgate_sign(merchant, "https://example.com/", "Xa15Fp11T", (const uint8_t *)"", SIZE_MAX));
  CHECK(craftgate_last_error_code() == CRAFTGATE_ERROR_CODE_LENGTH);
  CHECK(!craftgate_request_new(merchant, "payment::RetrievePayment", "{\"di\":17}", NULL, NULL, NULL));
  CHECK(craftgate_last_error_code() == CRAFTGATE_ERROR_CODE_BAD_INPUT);
  CHECK(strncmp(craftgate_last_error(), "di: unknown field", 17) == 0);
  CHECK(!craftgate_request_url(NULL) && craftgate_result_outcome(NULL) == CRAFTGATE_OUTCOME_UNKNOWN);
  for (int time = 0; time < 2; time++) {
    craftgate_merchant_free(NULL);
    craftgate_request_free(NULL);
    craftgate_result_free(NULL);
    craftgate_string_free(NULL);
  }
}

static void *from_a_thread(void *merchant) {
  for (int time = 0; time < 50; time++) {
    requests(merchant);
    results(merchant);
    bad_arguments(merchant);
  }
  return NULL;
}

static void many_threads(struct craftgate_merchant *merchant) {
  pthread_t threads[8];
  for (size_t index = 0; index < 8; index++) CHECK(pthread_create(&threads[index], NULL, from_a_thread, merchant) == 0);
  for (size_t index = 0; index < 8; index++) CHECK(pthread_join(threads[index], NULL) == 0);
}

int main(void) {
  struct craftgate_merchant *merchant = craftgate_merchant_new("api-key", "gizli-anahtar", "production");
  CHECK(merchant);
  requests(merchant);
  results(merchant);
  verification();
  signatures();
  bad_arguments(merchant);
  many_threads(merchant);
  craftgate_merchant_free(merchant);
  printf("craftgate %s: ok\n", craftgate_version());
  return 0;
}
