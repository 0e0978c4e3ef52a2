/** The menu of a department's Sheet: check what is typed, hand it in, go to the next open cell. */

var XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
var HEADER_ROWS = 6; // the titles of a table stand within the first rows
var NAMED = 10; // so many findings are told in a message

/** Google calls this when the Sheet is opened; a menu is all it may make. */
function onOpen() {
  var words = words_();
  SpreadsheetApp.getUi().createMenu('Meritbook')
    .addItem(words.check, 'checkWorkbook')
    .addItem(words.next, 'nextOpenCell')
    .addItem(words.submit, 'submitWorkbook')
    .addToUi();
}

/** Says how many lines still ask for something, and which is the first. */
function checkWorkbook() {
  var words = words_();
  var open = openCells_(SpreadsheetApp.getActiveSpreadsheet());
  if (!open.length) return tell_(words.nothing_open);
  var first = open[0];
  var told = words.open.replace('{count}', open.length);
  tell_(told.replace('{place}', first.sheet.getName() + ' ' + first.row + ' (' + first.what + ')'));
}

/** Goes to the first line that still asks for something. */
function nextOpenCell() {
  var words = words_();
  var book = SpreadsheetApp.getActiveSpreadsheet();
  var first = openCells_(book)[0];
  if (!first) return tell_(words.nothing_open);
  book.setActiveSheet(first.sheet);
  first.sheet.setActiveRange(first.sheet.getRange(first.row, first.column));
  book.toast(first.what, words.next);
}

/** The lines that still ask for something, sheet by sheet: the column To do says what. */
function openCells_(book) {
  return book.getSheets().reduce(function (found, sheet) {
    return sheet.isSheetHidden() ? found : found.concat(openIn_(sheet));
  }, []);
}

function openIn_(sheet) {
  var rows = sheet.getDataRange().getValues();
  for (var top = 0; top < Math.min(rows.length, HEADER_ROWS); top++) {
    var column = rows[top].findIndex(function (title) { return TODO.indexOf(title) >= 0; });
    if (column >= 0) return openBelow_(sheet, rows, top, column);
  }
  return [];
}

function openBelow_(sheet, rows, top, column) {
  var found = [];
  for (var row = top + 1; row < rows.length; row++) {
    var what = String(rows[row][column]);
    if (what && what !== DONE) found.push({ sheet: sheet, row: row + 1, column: column + 1, what: what });
  }
  return found;
}

/** Hands the workbook in: the service keeps its bytes, reads and checks it, and says what it found. */
function submitWorkbook() {
  var words = words_();
  var book = SpreadsheetApp.getActiveSpreadsheet();
  SpreadsheetApp.flush();
  var file = exported_(book);
  var told = document_(UrlFetchApp.fetchAll([
    request_('/api/v1/submissions', { method: 'post', payload: { file: file } }),
  ])[0]);
  tell_(summary_(told, words));
}

/** The Sheet as an Excel workbook, fetched with the consent of the person who clicked. */
function exported_(book) {
  var address = 'https://docs.google.com/spreadsheets/d/' + book.getId() + '/export?format=xlsx';
  var options = { headers: { Authorization: 'Bearer ' + ScriptApp.getOAuthToken() }, muteHttpExceptions: true };
  var response = UrlFetchApp.fetch(address, options);
  if (response.getResponseCode() !== 200) throw new Error(words_().no_export);
  return response.getBlob().setName(book.getName() + '.xlsx').setContentType(XLSX);
}

/** What became of a workbook, and the first things that were found in it. */
function summary_(told, words) {
  var lines = told.submissions.map(function (one) {
    return one.reason ? words.states[one.state] + ' ' + one.reason : words.states[one.state];
  });
  told.findings.slice(0, NAMED).forEach(function (one) {
    lines.push([one.code, one.sheet, one.cell].filter(Boolean).join(' ') + ': ' + one.message);
  });
  if (told.findings.length > NAMED) lines.push(words.more.replace('{n}', told.findings.length - NAMED));
  if (!told.findings.length) lines.push(words.clean);
  return lines.join('\n');
}

function tell_(text) {
  SpreadsheetApp.getUi().alert(text);
}
