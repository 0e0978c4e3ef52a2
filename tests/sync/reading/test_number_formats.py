"""Number formats: what a cell shows is told from its format code."""

from __future__ import annotations

import pytest

from sync.reading.cells import AS_TEXT, DATE, GENERAL, PERCENT, PERCENT_SIGN
from sync.reading.number_formats import format_class, hides, read_formats
from tests.packages import MAIN

CODES = {
    "General": GENERAL,
    "0.00": GENERAL,
    "#,##0;[Red]-#,##0": GENERAL,
    '0" days"': GENERAL,
    '0"%"': PERCENT_SIGN,
    "0\\%": PERCENT_SIGN,
    '0.0"%";-0.0"%"': PERCENT_SIGN,
    "0.00E+00": GENERAL,
    "[Blue]General": GENERAL,
    '_ "￥"* #,##0.00_ ;_ "￥"* \\-#,##0.00_ ;_ "￥"* "-"??_ ;_ @_ ': GENERAL,
    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy": DATE,
    '[DBNum1][$-804]yyyy"年"m"月"d"日";@': DATE,
    "[$CNY] #,##0.00": GENERAL,
    "_(* #,##0.00_);_(@_)": GENERAL,
    "0分": GENERAL,
    "0%": PERCENT,
    '0.0%;-0.0%;"–"': PERCENT,
    "[<0.5][Red]0%;0%": PERCENT,
    "yyyy-mm-dd": DATE,
    'yyyy"年"m"月"d"日"': DATE,
    "[$-804]yyyy/m/d;@": DATE,
    "[h]:mm": DATE,
    "e/m/d": DATE,
    "m/d/yy h:mm AM/PM": DATE,
    "aaaa": DATE,
    "@": AS_TEXT,
}


@pytest.mark.parametrize("code", CODES)
def test_class_of_a_code(code: str) -> None:
    """Percent, date and text are told apart; quoted text, colours and conditions do not count."""
    assert format_class(code) == CODES[code]


HIDDEN = {
    ";;;": "+-0",
    '"4.9"': "+-0",
    "0.0,": "+-0",
    '0\\.0,"万"': "+-0",
    '0"0"': "+-0",
    '0"."00': "+-0",
    "(0)": "+",
    '"-"0': "+",
    "0;0": "-",
    "0;": "-",
    "0;-0;;@": "0",
    "General;-General;": "0",
    "#,###": "0",
    '0;-0;"5"': "0",
    '[>0]"85";General': "+",
    '[>=80]0"0";0': "+",
    '[<0]"1";0.0,': "+-0",
    '[=0]"";General': "0",
    "[>0](0);-0;0": "+",
    '[=85]"0";0': "+",
    '[>90]0;"low"': "+-",
    'General"0"': "+-0",
    '"1"General': "+-0",
    "0!.0": "+-0",
    '0!.0000"万"': "+-0",
    '0" 000"': "+-0",
    '0 "000"': "+-0",
    '"9 "0': "+-0",
    '0." 5"': "+-0",
}
SEEN = (
    "General",
    "00000",
    "#,##0.00_);(#,##0.00)",
    "0;[Red]0",
    '0;"minus "0',
    '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    '0;-0;"none"',
    '0" m2"',
    '0"分（满分5）"',
    "[DBNum2][$-804]General",
    "# ?/?",
    '[=0]"-";0',
    '[=0]"-";0;@',
    '[=1]"yes";[=0]"no";General',
    '[>=10000]0.0,"万";0',
    "[Red][<60]0;[Blue][>=90]0;0",
    "[>100][Red]General;General",
    "[<=9999999]###\\-####;\\(###\\)\\ ###\\-####",
    "0_);(0)",
    "0;[Red]-0",
    "0_ ;[Red]\\-0\\ ",
    "#,##0.00_);[Red]\\(#,##0.00\\)",
    '"¥"#,##0.00;"¥"\\-#,##0.00',
    '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-',
    '_-"kr."\\ * #,##0.00_-;-"kr."\\ * #,##0.00_-',
    "[$￥-804]#,##0.00;[$￥-804]\\-#,##0.00",
    '0.0"分"',
    '#,##0"元"',
    "0!分",
    'General"分"',
    '"No. "0',
    '"Rs."#,##0',
    '0"."',
    '"Q3 "0',
    "0.00E+00",
)


@pytest.mark.parametrize("code", [*HIDDEN, *SEEN])
def test_numbers_that_look_like_others(code: str) -> None:
    """It is known which numbers a format hides or shows as another one: those above, below or at zero."""
    signs = {"+": 85.0, "-": -85.0, "0": 0.0}
    hidden = "".join(sign for sign, number in signs.items() if hides(format_class(code), number))
    assert hidden == HIDDEN.get(code, "")


def test_a_condition_says_which_numbers() -> None:
    """Under a format with conditions only those numbers are named that it shows as others."""
    code = format_class('[>=10000]0.0,"万";[=1]"one";0')
    assert [hides(code, number) for number in (12345.0, 9999.0, 1.0, 0.0, -20000.0)] == [True, *[False] * 4]


def test_styles_of_a_workbook() -> None:
    """Cell formats are numbered as cells name them, built-in numbers included; formats of rules are not."""
    content = f"""<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="0.0%"/></numFmts>
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="14"/><xf numFmtId="49"/>
    <xf numFmtId="9"/><xf/></cellXfs>
    <dxfs><dxf><numFmt numFmtId="0" formatCode="0%"/></dxf></dxfs></styleSheet>"""
    formats = read_formats("styles.xml", content.encode())
    assert formats == {"1": PERCENT, "2": DATE, "3": AS_TEXT, "4": PERCENT}


@pytest.mark.parametrize(
    "code", ["G/通用格式", "[DBNum2][$-804]G/通用格式", "G/標準", "g/&quot;通用格式&quot;"]
)
def test_general_as_a_chinese_excel_shows_it(code: str) -> None:
    """The name that an Excel of another language shows for General is no date."""
    formats = f'<numFmts><numFmt numFmtId="176" formatCode="{code}"/></numFmts>'
    styles = f'<styleSheet xmlns="{MAIN}">{formats}<cellXfs><xf numFmtId="176"/></cellXfs></styleSheet>'
    assert read_formats("styles.xml", styles.encode()) == {}


@pytest.mark.parametrize("number", [*range(27, 37), *range(50, 59)])
def test_dates_of_a_chinese_excel(number: int) -> None:
    """The formats that only a Chinese, Japanese or Korean Excel has built in are dates and times."""
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="{number}"/></cellXfs></styleSheet>'
    assert read_formats("styles.xml", styles.encode()) == {"0": DATE}
