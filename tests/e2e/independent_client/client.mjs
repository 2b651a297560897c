// A client that shares nothing with the suite but proto/: pure JavaScript gRPC.
//
//     node client.mjs ADDRESS PROTO_ROOT record     streams documents, reads, tries what is refused
//     node client.mjs ADDRESS PROTO_ROOT account ENTITY NUMBER     prints balances and open items
//     node client.mjs ADDRESS PROTO_ROOT health     asks grpc.health.v1.Health, written by hand
//
// Exit code 0 only if every answer was the one the contract promises.
import assert from "node:assert/strict";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import protobuf from "protobufjs";

const [address, root, verb, ...rest] = process.argv.slice(2);
const options = { includeDirs: [root], keepCase: true, longs: String, defaults: true };
const ledger = loader.loadSync("relance/ledger/v1/ledger.proto", options);
const { LedgerService } = grpc.loadPackageDefinition(ledger).relance.ledger.v1;
const client = new LedgerService(address, grpc.credentials.createInsecure());
const PATIENCE_MS = 15_000;

function identity(entities, actor = "independent") {
  const metadata = new grpc.Metadata();
  if (actor) metadata.set("relance-actor", actor);
  metadata.set("relance-role", "system");
  metadata.set("relance-entities", entities);
  return metadata;
}

const deadline = (ms = PATIENCE_MS) => ({ deadline: Date.now() + ms });

function call(method, request, metadata, patience) {
  return new Promise((resolve, reject) =>
    client[method](request, metadata, deadline(patience), (error, reply) =>
      error ? reject(error) : resolve(reply)));
}

function record(documents, metadata) {
  return new Promise((resolve, reject) => {
    const stream = client.RecordDocuments(metadata, deadline(), (error, reply) =>
      error ? reject(error) : resolve(reply));
    documents.forEach((document) => stream.write(document));
    stream.end();
  });
}

// The field that a refusal names, read from the details that any gRPC client gets.
function fieldOf(error) {
  const [details] = error.metadata.get("grpc-status-details-bin");
  if (!details) return undefined;
  const types = new protobuf.Root();
  types.resolvePath = (_, path) => (path.startsWith("google/") ? path : `${root}/${path}`);
  types.loadSync("relance/rpc/v1/status.proto");
  const status = types.lookupType("relance.rpc.v1.Status").decode(details);
  assert.equal(status.code, error.code);
  const [any] = status.details;
  assert.match(any.type_url, /\/google\.rpc\.BadRequest$/);
  const request = types.lookupType("relance.rpc.v1.BadRequest").decode(any.value);
  return request.fieldViolations[0].field;
}

async function refused(what, code, promise) {
  const error = await promise.then(() => undefined, (failure) => failure);
  assert.ok(error, `${what}: was accepted`);
  const wanted = code instanceof RegExp ? code : new RegExp(`^${code}$`);
  assert.match(grpc.status[error.code], wanted, `${what}: ${error.message}`);
  return error;
}

const date = (year, month, day) => ({ year, month, day });
const account = (number, legal_entity = "US01") => ({ legal_entity, number });

function invoice(number, document, amount, entity = "US01") {
  return {
    source: "/erp/independent/US01",
    event_id: `rpc-${document}`,
    invoice: {
      legal_entity: entity, account: number, document, currency: "USD", amount,
      issue_date: date(2026, 9, 1), due_date: date(2026, 10, 1),
    },
  };
}

async function recordAndRead() {
  const documents = [
    invoice("N-1", "RPC-1", "100.00"),
    invoice("N-1", "RPC-2", "20.50"),
    invoice("N-1", "RPC-3", "1.00", "XX99"),
    invoice("N-1", "RPC-4", "12.345"),
  ];
  const told = await record(documents, identity("*"));
  assert.equal(told.received, "4");
  assert.equal(told.refused, "2");
  assert.deepEqual(told.refusals.map((refusal) => refusal.event_id), ["rpc-RPC-3", "rpc-RPC-4"]);
  assert.deepEqual(told.refusals.map((refusal) => refusal.field), ["legal_entity", "amount"]);

  const again = await record(documents.slice(0, 2), identity("US01"));
  assert.deepEqual([again.received, again.refused], ["2", "0"]);

  const known = await call("GetAccount", { account: account("N-1") }, identity("US01"));
  assert.deepEqual(known.balances, [
    {
      currency: "USD",
      open: "12050",
      unallocated: "0",
      invoiced: "12050",
      open_items: 2,
      written_off: "0",
    },
  ]);

  const page = { account: account("N-1"), page_size: 1 };
  const first = await call("ListOpenItems", page, identity("US01"));
  const second = await call("ListOpenItems", { ...page, page_token: first.next_page_token },
    identity("US01"));
  const items = [...first.items, ...second.items];
  assert.deepEqual(items.map((item) => [item.id, item.open.minor_units]),
    [["RPC-1", "10000"], ["RPC-2", "2050"]]);
  assert.equal(second.next_page_token, "");
  await refusals(known.token);
}

async function refusals(token) {
  const mine = { account: account("N-1") };
  await refused("nobody acts", "UNAUTHENTICATED", call("GetAccount", mine, identity("US01", "")));
  const hidden = { account: account("N-1", "FR01") };
  const outside = await refused("another entity", "PERMISSION_DENIED",
    call("GetAccount", hidden, identity("US01")));
  const unknown = await refused("an entity that does not exist", "PERMISSION_DENIED",
    call("GetAccount", { account: account("N-1", "XX99") }, identity("US01")));
  assert.equal(outside.details, unknown.details, "the answer tells which entities exist");

  const nobody = { account: account("NOBODY") };
  await refused("an unknown account", "NOT_FOUND", call("GetAccount", nobody, identity("US01")));
  const wrong = await refused("a page token that nobody gave", "INVALID_ARGUMENT",
    call("ListOpenItems", { ...mine, page_token: "no such token" }, identity("US01")));
  assert.equal(fieldOf(wrong), "page_token");

  const sequence = String(Number(token.sequence) + 1000);
  const later = { ...mine, at_least: { ...token, sequence } };
  // The server gives up at the deadline with UNAVAILABLE, unless our own clock is quicker.
  await refused("a state that is not there yet", /^(UNAVAILABLE|DEADLINE_EXCEEDED)$/,
    call("GetAccount", later, identity("US01"), 2_000));
}

async function show(entity, number) {
  const request = { account: account(number, entity) };
  const { balances } = await call("GetAccount", request, identity(entity));
  const { items } = await call("ListOpenItems", request, identity(entity));
  console.log(JSON.stringify({ balances, items }));
}

function health(service) {
  const Health = grpc.makeGenericClientConstructor({
    Check: {
      path: "/grpc.health.v1.Health/Check",
      requestStream: false,
      responseStream: false,
      requestSerialize: (name) => Buffer.from(`\n${String.fromCharCode(name.length)}${name}`),
      requestDeserialize: () => undefined,
      responseSerialize: () => Buffer.alloc(0),
      responseDeserialize: (bytes) => bytes,
    },
  });
  const asked = new Health(address, grpc.credentials.createInsecure());
  return new Promise((resolve, reject) =>
    asked.Check(service, new grpc.Metadata(), deadline(), (error, reply) => {
      asked.close();
      return error ? reject(error) : resolve(reply);
    }));
}

async function checkHealth() {
  assert.deepEqual([...await health("")], [8, 1]);  // status = SERVING
  const error = await health("relance.NoSuchService").then(() => undefined, (failure) => failure);
  assert.equal(grpc.status[error?.code], "NOT_FOUND");
}

if (verb === "health") await checkHealth();
else if (verb === "record") await recordAndRead();
else if (verb === "account") await show(...rest);
else throw new Error(`no such verb: ${verb}`);
client.close();
