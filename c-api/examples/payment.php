<?php
// A payment through the C library with FFI, sent with PHP's own streams: the emulator's address and keys come from the
// environment. Needs ffi.enable=1.

$header = file_get_contents(__DIR__ . '/../include/craftgate.h');
// FFI reads declarations alone: no comments, no preprocessor, no C++.
$header = preg_replace(['~/\*.*?\*/~s', '~//[^\n]*~', '~^#ifdef __cplusplus.*?^#endif[^\n]*~ms', '~^#[^\n]*~m'], '', $header);
$craftgate = FFI::cdef($header, getenv('CRAFTGATE_LIBRARY') ?: 'libcraftgate.so');
const OUTCOMES = ['DONE', 'REJECTED', 'UNKNOWN', 'NOT_SENT'];

/** One attempt: its result. */
function send(FFI $craftgate, $request) {
    $headers = [];
    for ($index = 0; $index < $craftgate->craftgate_request_header_count($request); $index++) {
        $headers[] = $craftgate->craftgate_request_header_name($request, $index) . ': '
            . $craftgate->craftgate_request_header_value($request, $index);
    }
    $length = $craftgate->new('size_t');
    $body = $craftgate->craftgate_request_body($request, FFI::addr($length));
    $context = stream_context_create(['http' => [
        'method' => $craftgate->craftgate_request_method($request),
        'header' => $headers,
        'content' => $length->cdata > 0 ? FFI::string($body, $length->cdata) : '',
        'ignore_errors' => true,
        'follow_location' => 0,
        'timeout' => 90,
    ]]);
    $data = @file_get_contents($craftgate->craftgate_request_url($request), false, $context);
    if ($data === false || !isset($http_response_header)) {
        // PHP does not say whether anything was sent: something may have been.
        return $craftgate->craftgate_response_missing($request, 1, error_get_last()['message'] ?? null);
    }
    $status = (int) explode(' ', $http_response_header[0])[1];
    $bytes = $craftgate->new('uint8_t[' . max(1, strlen($data)) . ']');
    FFI::memcpy($bytes, $data, strlen($data));
    return $craftgate->craftgate_response_read($request, $status, null, $bytes, strlen($data));
}

/** The outcome and the JSON of a call. */
function call(FFI $craftgate, $merchant, string $operation, array $fields, ?string $key = null): array {
    $json = json_encode($fields, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
    $request = $craftgate->craftgate_request_new($merchant, $operation, $json, null, $key, 'tr');
    if ($request === null) {
        throw new InvalidArgumentException($craftgate->craftgate_last_error());
    }
    $result = send($craftgate, $request);
    $outcome = OUTCOMES[$craftgate->craftgate_result_outcome($result)];
    $data = json_decode($craftgate->craftgate_result_json($result, null), true);
    $craftgate->craftgate_result_free($result);
    $craftgate->craftgate_request_free($request);
    return [$outcome, $data];
}

function payment(string $cardNumber): array {
    return [
        'price' => 100, 'paidPrice' => 100, 'currency' => 'TRY', 'installment' => 1,
        'items' => [['price' => 100, 'name' => 'Çaydanlık']],
        'card' => ['cardHolderName' => 'Gülşah Işık', 'cardNumber' => $cardNumber, 'expireYear' => '2044', 'expireMonth' => '07', 'cvc' => '000'],
    ];
}

function expect(bool $holds, string $what): void {
    if (!$holds) {
        fwrite(STDERR, "$what\n");
        exit(1);
    }
}

$merchant = $craftgate->craftgate_merchant_new(getenv('CRAFTGATE_API_KEY'), getenv('CRAFTGATE_SECRET_KEY'), getenv('CRAFTGATE_URL'));
[$outcome, $paid] = call($craftgate, $merchant, 'payment::CreatePayment', payment('5258640000000001'), 'php-17-1');
echo "$outcome payment {$paid['id']} {$paid['paymentStatus']} {$paid['paymentTransactions'][0]['name']}\n";
expect($outcome === 'DONE' && $paid['paymentStatus'] === 'SUCCESS', 'the payment is made');

[$outcome, $declined] = call($craftgate, $merchant, 'payment::CreatePayment', payment('5100050000006661'), 'php-17-2');
echo "$outcome {$declined['code']} {$declined['group']} {$declined['customerMessage']['tr']}\n";
expect($outcome === 'REJECTED' && $declined['group'] === 'NOT_SUFFICIENT_FUNDS', 'the card is declined');

try {
    call($craftgate, $merchant, 'payment::RetrievePayment', ['di' => 17]);
    expect(false, 'a misspelt field was accepted');
} catch (InvalidArgumentException $error) {
    echo "BAD_INPUT {$error->getMessage()}\n";
}
$craftgate->craftgate_merchant_free($merchant);
