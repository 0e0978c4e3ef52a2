/** The menu of a department's Sheet: check what is typed, hand it in, go to the next open cell. */

var XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
var NAMED = 10; // so many findings are told in a message

/** Google calls this when the Sheet is opened; a menu is all it may make. */
function onOpen() {
  var words = words_();
  SpreadsheetApp.getUi().createMenu('Meritbook')
    .addItem(words.next, 'nextOpenCell')
    .addItem(words.submit, 'submitWorkbook')
    .addToUi();
}

/** Goes to the first line that still asks for something: column To do says what. */
function nextOpenCell() {
  var words = words_();
  var book = SpreadsheetApp.getActiveSpreadsheet();
  var found = null;
  book.getSheets().some(function (sheet) { return (found = openCell_(sheet)); });
  if (!found) return tell_(words.nothing_open);
  book.setActiveSheet(found.sheet);
  found.sheet.setActiveRange(found.sheet.getRange(found.row, found.column));
  book.toast(found.what, words.next);
}

/** The first open line of a sheet, told by the title of its column in either language. */
function openCell_(sheet) {
  if (sheet.isSheetHidden()) return null;
  var rows = sheet.getDataRange().getValues();
  var titles = (rows[0] || []).map(String);
  var column = Math.max(titles.indexOf('To do'), titles.indexOf('待办'));
  if (column < 0) return null;
  for (var row = 1; row < rows.length; row++) {
    var what = String(rows[row][column]);
    if (what && what !== '✓') return { sheet: sheet, row: row + 1, column: column + 1, what: what };
  }
  return null;
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
