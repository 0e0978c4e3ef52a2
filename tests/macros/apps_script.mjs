// Runs an Apps Script project in Node with real HTTP and Google's published limits. No packages.
// node apps_script.mjs FOLDER < {"mode","properties","hosts","sheets","locale","calls":[[name,[argument]]]}
import crypto from 'crypto';
import fs from 'fs';
import path from 'path';
import vm from 'vm';
import { MessageChannel, Worker, receiveMessageOnPort } from 'worker_threads';

const asked = JSON.parse(fs.readFileSync(0, 'utf8'));
const told = { fetches: 0, requests: 0, messages: [], menus: [], active: null };

// Requests are made by another thread, since a script waits for their answers.
const { port1: port, port2 } = new MessageChannel();
const flag = new Int32Array(new SharedArrayBuffer(4));
const source = `const { workerData: { port, flag } } = require('worker_threads');
  port.on('message', async (requests) => {
    const answers = await Promise.all(requests.map(async (one) => {
      try {
        const body = one.form ? new FormData() : one.body;
        for (const [name, blob] of Object.entries(one.form || {})) {
          body.append(name, new Blob([blob.bytes], { type: blob.type }), blob.name);
        }
        const response = await fetch(one.url, { method: one.method, headers: one.headers, body });
        return { code: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
      } catch (error) { return { failed: 'Address unavailable: ' + one.url }; }
    }));
    port.postMessage(answers); Atomics.store(flag, 0, 1); Atomics.notify(flag, 0);
  });`;
const worker = new Worker(source, { eval: true, workerData: { port: port2, flag }, transferList: [port2] });
worker.unref();

function exchanged(requests) {
  Atomics.store(flag, 0, 0);
  port.postMessage(requests);
  if (Atomics.wait(flag, 0, 0, 30000) === 'timed-out') throw new Error('Exceeded maximum execution time');
  return receiveMessageOnPort(port).message;
}

function request(options) {
  if (options.url.length > 2082) throw new Error('Limit Exceeded: URLFetch URL Length.');
  const place = new URL(options.url);
  const url = (asked.hosts || {})[place.host] ? asked.hosts[place.host] + place.pathname + place.search : options.url;
  const headers = { ...options.headers };
  const one = { url, method: (options.method || 'get').toUpperCase(), headers };
  if (typeof options.payload === 'string') {
    one.body = options.payload;
    headers['Content-Type'] = options.contentType || 'application/x-www-form-urlencoded';
  } else if (options.payload) {
    one.form = Object.fromEntries(Object.entries(options.payload).map(([name, blob]) => [name, blob.held]));
  }
  return one;
}

function blob(held) {
  return {
    held,
    setName: (name) => blob({ ...held, name }),
    setContentType: (type) => blob({ ...held, type }),
  };
}

function fetchAll(all) {
  told.fetches += 1;
  told.requests += all.length;
  return exchanged(all.map(request)).map((answer, n) => {
    if (answer.failed) throw new Error(answer.failed);
    const text = Buffer.from(answer.bytes).toString('utf8');
    if (answer.code >= 400 && !all[n].muteHttpExceptions) throw new Error(`Request failed returned code ${answer.code}.`);
    return {
      getResponseCode: () => answer.code,
      getContentText: () => text,
      getBlob: () => blob({ bytes: answer.bytes, name: 'file', type: 'application/octet-stream' }),
    };
  });
}

const remembered = new Map();
function remember(key, value) {
  if (key.length > 250) throw new Error('Argument too large: key');
  if (value.length > 100 * 1024) throw new Error('Argument too large: value');
  remembered.set(key, value);
}
const cache = {
  getAll: (keys) => Object.fromEntries(keys.filter((key) => remembered.has(key)).map((key) => [key, remembered.get(key)])),
  putAll: (values, seconds) => {
    if (seconds > 21600) throw new Error('Argument too large: expirationInSeconds');
    Object.entries(values).forEach(([key, value]) => remember(key, value));
  },
};

function denied(name) {
  return new Proxy({}, { get: () => () => { throw new Error(`You do not have permission to call ${name}`); } });
}

function sheet(one) {
  const made = {
    isSheetHidden: () => !!one.hidden,
    getName: () => one.title,
    getDataRange: () => ({ getValues: () => one.values }),
    getRange: (row, column) => [one.title, row, column],
    setActiveRange: (range) => { told.active = range; },
  };
  return made;
}

const book = {
  getId: () => 'a-sheet',
  getName: () => asked.name || 'a sheet',
  getSheets: () => (asked.sheets || []).map(sheet),
  setActiveSheet: () => {},
  toast: (text) => told.messages.push(text),
};
const ui = {
  alert: (text) => told.messages.push(text),
  createMenu: (title) => {
    const menu = { title, items: [] };
    const made = { addItem: (label, name) => { menu.items.push([label, name]); return made; }, addToUi: () => told.menus.push(menu) };
    return made;
  },
};
const clicked = asked.mode === 'clicked';
const context = vm.createContext({
  UrlFetchApp: asked.mode === 'opened' ? denied('UrlFetchApp.fetch') : { fetch: (url, options) => fetchAll([{ ...options, url }])[0], fetchAll },
  CacheService: { getScriptCache: () => cache },
  PropertiesService: { getScriptProperties: () => ({ getProperty: (name) => (asked.properties || {})[name] ?? null }) },
  Utilities: {
    DigestAlgorithm: { SHA_256: 'sha256' },
    Charset: { UTF_8: 'utf8' },
    computeDigest: (name, text) => [...crypto.createHash(name).update(text, 'utf8').digest()],
    base64Encode: (bytes) => Buffer.from(bytes).toString('base64'),
  },
  Session: { getActiveUserLocale: () => asked.locale || 'en' },
  ScriptApp: clicked ? { getOAuthToken: () => 'consent' } : denied('ScriptApp.getOAuthToken'),
  SpreadsheetApp: asked.mode ? { getUi: () => ui, getActiveSpreadsheet: () => book, flush: () => {} } : denied('SpreadsheetApp.getUi'),
});

const folder = process.argv[2];
for (const name of fs.readdirSync(folder).filter((one) => one.endsWith('.gs')).sort()) {
  vm.runInContext(fs.readFileSync(path.join(folder, name), 'utf8'), context, { filename: name });
}

const revived = (_, value) => (value && value.$day ? new Date(value.$day) : value);
const results = asked.calls.map(([name, args]) => {
  try {
    const found = vm.runInContext(name, context).apply(null, JSON.parse(JSON.stringify(args), revived));
    return { value: found === undefined ? null : found };
  } catch (error) { return { failed: error.message }; }
});
fs.writeSync(1, JSON.stringify({ results, ...told }));
