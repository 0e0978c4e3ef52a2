/**
 * Calls of Meritbook's functions: many cells become few requests, and what was asked before is remembered.
 *
 * A custom function may take 30 seconds and may fetch addresses, but nothing that needs a person's consent.
 */

var MOST_CALLS = 500; // so many go into one request
var MOST_SIGNS = 90000; // a remembered answer may have 100 kB
var SAFE = /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:\/])[^@]*$/i; // a token only travels encrypted
var REMEMBERED = 21600; // [seconds], the longest that Google remembers anything
var FAMILY = 'merit:3:'; // a new number forgets what was remembered

/** Calls one function with the arguments of a cell; rows of cells stay rows. */
function call_(key, args) {
  var asked = { function: key, arguments: given_(args) };
  var answer = answers_([asked])[0];
  if (answer.error) throw new Error(answer.error + ' ' + answer.message);
  return shown_(answer.value);
}

/** A value as a cell shows it: nothing is a blank, an error within a range its name. */
function shown_(value) {
  if (Array.isArray(value)) return value.map(shown_);
  if (value === null) return '';
  return value.error || value;
}

/** Calls a function of single cells once for each row, where any of its arguments is a range. */
function callEach_(key, args) {
  var ranges = args.filter(Array.isArray);
  if (!ranges.length) return call_(key, args);
  var rows = Math.max.apply(null, ranges.map(function (range) { return range.length; }));
  var columns = Math.max.apply(null, ranges.map(function (range) { return range[0].length; }));
  var asked = [];
  for (var row = 0; row < rows; row++) {
    for (var column = 0; column < columns; column++) {
      var own = args.map(function (arg) { return at_(arg, row, column); });
      asked.push({ function: key, arguments: given_(own) });
    }
  }
  var found = answers_(asked).map(function (answer) { return shown_(answer.error ? answer : answer.value); });
  return Array.from({ length: rows }, function (_, n) { return found.slice(n * columns, (n + 1) * columns); });
}

/** The cell of a range that belongs to a row and column; a single row or column serves them all. */
function at_(arg, row, column) {
  if (!Array.isArray(arg)) return arg;
  var line = arg[arg.length === 1 ? 0 : row];
  if (line === undefined) return '';
  var value = line[line.length === 1 ? 0 : column];
  return value === undefined ? '' : value;
}

/** A cell as the service takes it: a blank is null, a day the number that spreadsheets store. */
function plain_(value) {
  if (Array.isArray(value)) return value.map(plain_);
  if (value === '' || value === undefined || value === null) return null;
  if (Object.prototype.toString.call(value) === '[object Date]') {
    var day = Date.UTC(value.getFullYear(), value.getMonth(), value.getDate(), value.getHours(), value.getMinutes());
    return (day - Date.UTC(1899, 11, 30)) / 86400000;
  }
  return value;
}

/** Arguments as the service takes them, without those at the end that nobody gave; a blank cell was given. */
function given_(args) {
  var end = args.length;
  while (end > 0 && args[end - 1] === undefined) end--;
  return args.slice(0, end).map(plain_);
}

/** The answers to calls, in their order: each different one is asked once, by few requests at the same time. */
function answers_(asked) {
  var keys = asked.map(key_);
  var known = remembered_(keys);
  var fresh = {};
  keys.forEach(function (key, n) { if (!known[key]) fresh[key] = asked[n]; });
  var names = Object.keys(fresh);
  var given = fetched_(names.map(function (name) { return fresh[name]; }));
  var found = {};
  names.forEach(function (name, n) { found[name] = given[n]; });
  remember_(found);
  return keys.map(function (key) { return found[key] || known[key]; });
}

/** What a call is remembered by. */
function key_(call) {
  var text = JSON.stringify(call);
  if (text.length < 200) return FAMILY + text;
  var digest = Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, text, Utilities.Charset.UTF_8);
  return FAMILY + Utilities.base64Encode(digest);
}

function remembered_(keys) {
  var texts = CacheService.getScriptCache().getAll(keys);
  var found = {};
  Object.keys(texts).forEach(function (key) { found[key] = JSON.parse(texts[key]); });
  return found;
}

function remember_(found) {
  var texts = {};
  Object.keys(found).forEach(function (key) {
    var text = JSON.stringify(found[key]);
    if (text.length <= MOST_SIGNS) texts[key] = text;
  });
  if (Object.keys(texts).length) CacheService.getScriptCache().putAll(texts, REMEMBERED);
}

/** Asks the service for the answers to calls. */
function fetched_(calls) {
  if (!calls.length) return [];
  var requests = [];
  for (var n = 0; n < calls.length; n += MOST_CALLS) {
    requests.push(request_('/api/v1/functions', {
      method: 'post',
      contentType: 'application/json',
      payload: JSON.stringify({ calls: calls.slice(n, n + MOST_CALLS) }),
    }));
  }
  return UrlFetchApp.fetchAll(requests).reduce(function (all, response) {
    return all.concat(document_(response).results);
  }, []);
}

/** A request to the service, with the address and the token that IT has put into the script's properties. */
function request_(path, options) {
  var properties = PropertiesService.getScriptProperties();
  var address = properties.getProperty('MERITBOOK_URL');
  var token = properties.getProperty('MERITBOOK_TOKEN');
  if (!address || !token) throw new Error(words_().unset);
  if (!SAFE.test(address)) throw new Error(words_().safe);
  options.url = address.replace(/\/+$/, '') + path;
  options.headers = { Authorization: 'Bearer ' + token };
  options.muteHttpExceptions = true;
  return options;
}

/** The document of an answer; a refusal becomes a sentence that says the next step. */
function document_(response) {
  var code = response.getResponseCode();
  if (code === 200) return JSON.parse(response.getContentText());
  var words = words_();
  var refusals = { 401: words.token, 403: words.forbidden, 413: words.large, 429: words.busy };
  throw new Error(refusals[code] || words.failed.replace('{code}', code));
}
