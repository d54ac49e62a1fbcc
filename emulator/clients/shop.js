// A shop with Craftgate's official Node client: what each call does against the emulator.
//
//   npm install && ./check.sh node
//
// The emulator's address and keys are in CRAFTGATE_URL, CRAFTGATE_API_KEY, CRAFTGATE_SECRET_KEY, CRAFTGATE_CALLBACK_KEY
// and CRAFTGATE_WEBHOOK_KEY; it sends its webhooks to CRAFTGATE_WEBHOOK_PORT of this machine.
const assert = require('node:assert/strict');
const http = require('node:http');
const Craftgate = require('@craftgate/craftgate');

const { CRAFTGATE_URL: URL, CRAFTGATE_CALLBACK_KEY: CALLBACK_KEY, CRAFTGATE_WEBHOOK_KEY: WEBHOOK_KEY } = process.env;
const [APPROVED, DECLINED] = ['5258640000000001', '5100050000006661'];

const craftgate = new Craftgate.Client({
  apiKey: process.env.CRAFTGATE_API_KEY, secretKey: process.env.CRAFTGATE_SECRET_KEY, baseUrl: URL,
});

const card = (cardNumber = APPROVED) =>
  ({ cardHolderName: 'Gülşah Işık', cardNumber, expireYear: '2044', expireMonth: '07', cvc: '000' });

// Two items of 100 lira together.
const order = (conversationId, card) => ({
  price: 100, paidPrice: 100, currency: Craftgate.Model.Currency.TRY, installment: 1, conversationId, card,
  paymentGroup: Craftgate.Model.PaymentGroup.Product, paymentPhase: Craftgate.Model.PaymentPhase.Auth,
  items: [{ name: 'Çaydanlık', price: 60.1 }, { name: 'Fincan', price: 39.9 }],
});

// Resolves to the first webhook that arrives, with its signature.
function firstWebhook() {
  return new Promise((resolve, reject) => {
    const server = http.createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      response.writeHead(204).end();
      resolve({ body: JSON.parse(Buffer.concat(chunks)), signature: request.headers['x-cg-signature-v1'] });
    });
    server.on('error', reject).listen(process.env.CRAFTGATE_WEBHOOK_PORT, '127.0.0.1').unref();
  });
}

// Enters the bank's code for the customer, and returns the form that the browser posts to the shop.
async function approve(paymentId) {
  const response = await fetch(`${URL}/emulator/payments/${paymentId}/authenticate`, {
    method: 'POST', body: JSON.stringify({ outcome: 'approved' }),
  });
  assert.equal(response.status, 200);
  return Object.fromEntries(new URLSearchParams((await response.json()).body));
}

async function payAndRefund() {
  const paid = await craftgate.payment().createPayment(order('siparis-1', card()));
  assert.equal(paid.paymentStatus, Craftgate.Model.PaymentStatus.Success);
  assert.equal(paid.paidPrice, 100);
  assert.equal(paid.paymentTransactions.length, 2);

  const line = paid.paymentTransactions[1];
  const refund = await craftgate.payment().refundPaymentTransaction({ paymentTransactionId: line.id, refundPrice: 9.9 });
  assert.deepEqual([refund.status, refund.refundPrice], ['SUCCESS', 9.9]);
  const rest = await craftgate.payment().refundPayment({ paymentId: paid.id });
  assert.equal(rest.refundPrice, 90.1);
  return paid.id;
}

async function payWithThreeDs() {
  const request = { ...order('siparis-2', card()), callbackUrl: 'https://shop.example.com/3ds' };
  const started = await craftgate.payment().init3DSPayment(request);
  assert.ok(started.htmlContent && started.paymentId);
  const callback = await approve(started.paymentId);
  assert.ok(await craftgate.payment().is3DSecureCallbackVerified(CALLBACK_KEY, callback));
  assert.ok(!await craftgate.payment().is3DSecureCallbackVerified(CALLBACK_KEY, { ...callback, status: 'FAILURE' }));
  assert.equal(Number(callback.paymentId), started.paymentId);
  const paid = await craftgate.payment().complete3DSPayment({ paymentId: started.paymentId });
  assert.deepEqual([paid.paymentStatus, paid.isThreeDS], ['SUCCESS', true]);
}

async function meetADeclinedCard() {
  await assert.rejects(craftgate.payment().createPayment(order('siparis-3', card(DECLINED))), (error) => {
    assert.equal(error.constructor.name, 'CraftgateError');
    assert.equal(error.getErrorCode(), '10051');
    assert.equal(error.getErrorData().errorGroup, 'NOT_SUFFICIENT_FUNDS');
    return true;
  });
}

async function storeACard() {
  const { cvc, ...toStore } = card();
  const stored = await craftgate.payment().storeCard({ ...toStore, cardAlias: 'Kartım' });
  const { cardUserKey, cardToken } = stored;
  const paid = await craftgate.payment().createPayment(order('siparis-4', { cardUserKey, cardToken }));
  assert.deepEqual([paid.paymentStatus, paid.paidWithStoredCard], ['SUCCESS', true]);
  const found = await craftgate.payment().searchStoredCards({ cardUserKey });
  assert.deepEqual(found.items.map((item) => item.cardAlias), ['Kartım']);
  await craftgate.payment().deleteStoredCard({ cardUserKey, cardToken });
  assert.equal((await craftgate.payment().searchStoredCards({ cardUserKey })).items.length, 0);
}

async function search(paymentId) {
  const found = await craftgate.paymentReporting().searchPayments({ conversationId: 'siparis-1' });
  assert.deepEqual(found.items.map((payment) => payment.id), [paymentId]);
  assert.equal(found.items[0].refundStatus, 'FULLY_REFUNDED');
}

async function verifyWebhook(arrived) {
  const { body, signature } = await arrived;
  assert.deepEqual([body.eventType, body.status], ['API_AUTH', 'SUCCESS']);
  assert.ok(await craftgate.hook().isWebhookVerified(WEBHOOK_KEY, signature, body));
  const other = { ...body, payloadId: `${body.payloadId}0` };
  assert.ok(!await craftgate.hook().isWebhookVerified(WEBHOOK_KEY, signature, other));
}

async function main() {
  const arrived = firstWebhook();
  const paymentId = await payAndRefund();
  await verifyWebhook(arrived);
  await payWithThreeDs();
  await meetADeclinedCard();
  await storeACard();
  await search(paymentId);
  console.log('The official Node client: paid, refunded, authenticated, declined, stored, searched, notified.');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
