import assert from "node:assert/strict";
import { test } from "node:test";

import { call, NoNetwork, Refusal } from "../../static/js/field/api.js";

const answering = (status, body, headers) => (globalThis.fetch = async () => new Response(body, { status, headers }));

test("an answer is read, and its times on the phone's clock are told", async () => {
  answering(200, '{"epoch": "e1"}');

  const answer = await call("device");

  assert.deepEqual(answer.body, { epoch: "e1" });
  assert.ok(answer.sentAt <= answer.receivedAt);
});

test("a captive portal's page is no answer", async () => {
  answering(200, "<html>Accept the terms</html>");

  await assert.rejects(call("device"), NoNetwork);
});

test("a refusal tells its code and when to come again", async () => {
  answering(429, '{"code": "too_many_tries", "detail": "Wait."}', { "Retry-After": "30" });

  const error = await call("join").catch((caught) => caught);

  assert.deepEqual([error.status, error.code, error.retryAfter, error.message], [429, "too_many_tries", "30", "Wait."]);
});

test("a proxy's refusal has a status and no code", async () => {
  answering(413, "<html>Request Entity Too Large</html>");

  const error = await call("sync/push").catch((caught) => caught);

  assert.deepEqual([error instanceof Refusal, error.status, error.code], [true, 413, ""]);
});

test("a network that stops in the middle of an answer is given up in time", async () => {
  globalThis.fetch = async (_address, { signal }) => {
    const body = new ReadableStream({
      start: (stream) => signal.addEventListener("abort", () => stream.error(signal.reason)),
    });
    return new Response(body);
  };

  await assert.rejects(call("device", { timeoutMs: 20 }), NoNetwork);
});
