{ A payment through the C library from Free Pascal, sent with its own HTTP client: a payment, a declined card, a misspelt field.
  The emulator's address and keys come from the environment. Delphi has the same declarations, and other HTTP clients.

    fpc -Fl/usr/local/lib payment.pas }
program payment;

{$mode objfpc}{$H+}

uses
  ctypes, SysUtils, Classes, fphttpclient, fpjson, jsonparser;

const
  craftgate = 'craftgate';

type
  Handle = Pointer;
  Outcome = (Done, Rejected, Unknown, NotSent);

  TCallResult = record
    Outcome: Outcome;
    Json: TJSONObject;
  end;

function craftgate_last_error: PChar; cdecl; external craftgate;
function craftgate_merchant_new(ApiKey, SecretKey, Environment: PChar): Handle; cdecl; external craftgate;
procedure craftgate_merchant_free(Merchant: Handle); cdecl; external craftgate;
function craftgate_request_new(Merchant: Handle; Operation, Json, RandomKey, IdempotencyKey, Language: PChar): Handle; cdecl;
  external craftgate;
function craftgate_request_method(Request: Handle): PChar; cdecl; external craftgate;
function craftgate_request_url(Request: Handle): PChar; cdecl; external craftgate;
function craftgate_request_header_count(Request: Handle): csize_t; cdecl; external craftgate;
function craftgate_request_header_name(Request: Handle; Index: csize_t): PChar; cdecl; external craftgate;
function craftgate_request_header_value(Request: Handle; Index: csize_t): PChar; cdecl; external craftgate;
function craftgate_request_body(Request: Handle; out Length: csize_t): PByte; cdecl; external craftgate;
procedure craftgate_request_free(Request: Handle); cdecl; external craftgate;
function craftgate_response_read(Request: Handle; Status: cint; RetryAfter: PChar; Body: PByte; Length: csize_t): Handle; cdecl;
  external craftgate;
function craftgate_response_missing(Request: Handle; MaybeSent: cint; Reason: PChar): Handle; cdecl; external craftgate;
function craftgate_result_outcome(CallResult: Handle): cint; cdecl; external craftgate;
function craftgate_result_json(CallResult: Handle; Length: Pcsize_t): PChar; cdecl; external craftgate;
procedure craftgate_result_free(CallResult: Handle); cdecl; external craftgate;

{ One attempt: its result. }
function Send(Request: Handle): Handle;
var
  Client: TFPHTTPClient;
  Received: TBytesStream;
  Body: PByte;
  Length, Index: csize_t;
begin
  Client := TFPHTTPClient.Create(nil);
  Received := TBytesStream.Create;
  try
    Client.IOTimeout := 90000;
    for Index := 1 to craftgate_request_header_count(Request) do
      Client.AddHeader(craftgate_request_header_name(Request, Index - 1), craftgate_request_header_value(Request, Index - 1));
    Body := craftgate_request_body(Request, Length);
    Client.RequestBody := TMemoryStream.Create;
    if Length > 0 then
      Client.RequestBody.WriteBuffer(Body^, Length);
    Client.RequestBody.Position := 0;
    try
      { No allowed statuses: every one is read. Redirects are not followed. }
      Client.HTTPMethod(craftgate_request_method(Request), craftgate_request_url(Request), Received, []);
      Result := craftgate_response_read(Request, Client.ResponseStatusCode, nil, PByte(Received.Bytes), Received.Size);
    except
      { The client doesn't say whether anything was sent: something may have been. }
      on Error: Exception do
        Result := craftgate_response_missing(Request, 1, PChar(Error.Message));
    end;
  finally
    Client.RequestBody.Free;
    Client.Free;
    Received.Free;
  end;
end;

{ The outcome and the JSON of a call. }
function Call(Merchant: Handle; const Operation, Json, Key: string): TCallResult;
var
  Request, CallResult: Handle;
begin
  Request := craftgate_request_new(Merchant, PChar(Operation), PChar(Json), nil, PChar(Key), 'tr');
  if Request = nil then
    raise EArgumentException.Create(craftgate_last_error);
  CallResult := Send(Request);
  Result.Outcome := Outcome(craftgate_result_outcome(CallResult));
  Result.Json := GetJSON(craftgate_result_json(CallResult, nil)) as TJSONObject;
  craftgate_result_free(CallResult);
  craftgate_request_free(Request);
end;

function PaymentWith(const CardNumber: string): string;
begin
  Result := '{"price":100.00,"paidPrice":100.00,"currency":"TRY","installment":1,'
    + '"items":[{"price":100.00,"name":"Çaydanlık"}],'
    + '"card":{"cardHolderName":"Gülşah Işık","cardNumber":"' + CardNumber + '",'
    + '"expireYear":"2044","expireMonth":"07","cvc":"000"}}';
end;

procedure Expect(Holds: Boolean; const What: string);
begin
  if Holds then
    Exit;
  WriteLn(StdErr, 'expected that ', What);
  Halt(1);
end;

var
  Merchant: Handle;
  Paid, Declined: TCallResult;
  Error: string;

begin
  SetMultiByteConversionCodePage(CP_UTF8);
  SetTextCodePage(Output, CP_UTF8);
  Merchant := craftgate_merchant_new(PChar(GetEnvironmentVariable('CRAFTGATE_API_KEY')),
    PChar(GetEnvironmentVariable('CRAFTGATE_SECRET_KEY')), PChar(GetEnvironmentVariable('CRAFTGATE_URL')));
  Expect(Merchant <> nil, 'the keys are in the environment');

  Paid := Call(Merchant, 'payment::CreatePayment', PaymentWith('5258640000000001'), 'pascal-17-1');
  WriteLn(Paid.Outcome, ' payment ', Paid.Json.Int64s['id'], ' ', Paid.Json.Strings['paymentStatus'], ' ',
    Paid.Json.Arrays['paymentTransactions'].Objects[0].Strings['name']);
  Expect((Paid.Outcome = Done) and (Paid.Json.Strings['paymentStatus'] = 'SUCCESS'), 'the payment is made');

  Declined := Call(Merchant, 'payment::CreatePayment', PaymentWith('5100050000006661'), 'pascal-17-2');
  WriteLn(Declined.Outcome, ' ', Declined.Json.Strings['code'], ' ', Declined.Json.Strings['group'], ' ',
    Declined.Json.Objects['customerMessage'].Strings['tr']);
  Expect((Declined.Outcome = Rejected) and (Declined.Json.Strings['group'] = 'NOT_SUFFICIENT_FUNDS'), 'the card is declined');

  try
    Call(Merchant, 'payment::RetrievePayment', '{"di":17}', '');
  except
    on Wrong: EArgumentException do
      Error := Wrong.Message;
  end;
  WriteLn('BAD_INPUT ', Error);
  Expect(Pos('di', Error) > 0, 'a misspelt field is named');

  Paid.Json.Free;
  Declined.Json.Free;
  craftgate_merchant_free(Merchant);
end.
