Attribute VB_Name = "Meritbook"
Option Explicit
' What a manager does with a department workbook: see what is open, go to the next open cell, hand it in.
' The words stand in MeritWords, which is written from the texts of Meritbook.

Private Const HEADER_ROWS As Long = 6
Private Const HEADER_COLUMNS As Long = 60
Private Const PLACE As String = "service"
Private token As String

Public Sub CheckThisWorkbook()
    Dim place_ As String
    place_ = NextOpenCell(ActiveSheet.Index, ActiveCell.Row)
    If place_ = "" Then
        MsgBox MeritSay("done", IsChinese()), vbInformation
    Else
        MsgBox Told("open", CStr(OpenCells()), place_), vbInformation
    End If
End Sub

Public Sub GoToNextOpenCell()
    Dim place_ As String, mark As Long
    place_ = NextOpenCell(ActiveSheet.Index, ActiveCell.Row)
    If place_ = "" Then
        MsgBox MeritSay("done", IsChinese()), vbInformation
        Exit Sub
    End If
    mark = InStrRev(place_, "!")
    Worksheets(Left(place_, mark - 1)).Activate
    ActiveSheet.Range(Mid(place_, mark + 1)).Select
End Sub

Public Sub SubmitThisWorkbook()
    Dim where_ As String, count_ As Long
    count_ = OpenCells()
    If count_ > 0 Then
        If MsgBox(Told("anyway", CStr(count_), ""), vbYesNo + vbQuestion) <> vbYes Then Exit Sub
    End If
    where_ = InputBox(MeritSay("where", IsChinese()), "Meritbook", GetSetting("Meritbook", "Submit", PLACE, ""))
    If where_ = "" Then Exit Sub
    On Error GoTo failed
    ActiveWorkbook.Save
    If LCase(Left(where_, 4)) = "http" Then
        SendTo ActiveWorkbook, where_
    Else
        CopyTo ActiveWorkbook, where_
    End If
    SaveSetting "Meritbook", "Submit", PLACE, where_
    MsgBox Told("sent", "", where_), vbInformation
    Exit Sub
failed:
    token = ""
    MsgBox Told("failed", "", Err.Description), vbExclamation
End Sub

Public Function OpenCells() As Long
    ' How many rows still ask for something: by To do, or else by the open points of the people.
    Dim found As Long
    found = OpenBy(MeritTodoTitles())
    If found = 0 Then found = OpenBy(MeritOpenTitles())
    OpenCells = found
End Function

Public Function NextOpenCell(ByVal first As Long, ByVal after As Long) As String
    ' The next cell to be filled, such as Appraisal!K7: after a row of a sheet, then in the others, then before it.
    Dim found As String
    found = NextBy(MeritTodoTitles(), first, after)
    If found = "" Then found = NextBy(MeritOpenTitles(), first, after)
    NextOpenCell = found
End Function

Private Function OpenBy(ByVal titles As Variant) As Long
    Dim sheet As Object, top As Long, column As Long, row As Long, found As Long
    For Each sheet In Worksheets
        If FindTitle(sheet, titles, top, column) Then
            For row = top + 1 To LastRow(sheet)
                If IsOpen(sheet.Cells(row, column).Value) Then found = found + 1
            Next row
        End If
    Next sheet
    OpenBy = found
End Function

Private Function NextBy(ByVal titles As Variant, ByVal first As Long, ByVal after As Long) As String
    Dim step_ As Long, number As Long, found As String
    For step_ = 0 To Worksheets.Count
        number = (first - 1 + step_) Mod Worksheets.Count + 1
        found = OpenIn(Worksheets(number), titles, IIf(step_ = 0, after, 0))
        If found <> "" Then
            NextBy = Worksheets(number).Name & "!" & found
            Exit Function
        End If
    Next step_
End Function

Private Function OpenIn(ByVal sheet As Object, ByVal titles As Variant, ByVal after As Long) As String
    Dim top As Long, column As Long, row As Long
    If Not FindTitle(sheet, titles, top, column) Then Exit Function
    For row = IIf(after > top, after, top) + 1 To LastRow(sheet)
        If IsOpen(sheet.Cells(row, column).Value) Then
            OpenIn = Letters(Asked(sheet, top, row, Shown(sheet.Cells(row, column).Value), column)) & row
            Exit Function
        End If
    Next row
End Function

Private Function Asked(ByVal sheet As Object, ByVal top As Long, ByVal row As Long, ByVal todo As String, _
        ByVal otherwise As Long) As Long
    ' The column a row asks for: the first of those its words stand for that is empty, or else the first there is.
    ' A number of open points (#) asks for the words about a person; what is to be corrected (!) is not empty.
    Dim line_ As Variant, titles As Variant, number As Long, column As Long, filled As Boolean, found As Long
    If IsNumeric(todo) Then todo = "#"
    For Each line_ In MeritColumns()
        filled = (Left(line_, 1) = "!")
        titles = Split(IIf(filled, Mid(line_, 2), line_), "|")
        If Left(todo, Len(titles(0))) = titles(0) Then
            For number = 1 To UBound(titles)
                column = ColumnOf(sheet, top, CStr(titles(number)))
                If column > 0 Then
                    If found = 0 Then found = column
                    If (Shown(sheet.Cells(row, column).Value) <> "") = filled Then
                        Asked = column
                        Exit Function
                    End If
                End If
            Next number
        End If
    Next line_
    Asked = IIf(found > 0, found, otherwise)
End Function

Private Function ColumnOf(ByVal sheet As Object, ByVal top As Long, ByVal title As String) As Long
    Dim column As Long
    For column = 1 To HEADER_COLUMNS
        If Shown(sheet.Cells(top, column).Value) = title Then
            ColumnOf = column
            Exit Function
        End If
    Next column
End Function

Private Function FindTitle(ByVal sheet As Object, ByVal titles As Variant, ByRef top As Long, _
        ByRef column As Long) As Boolean
    Dim text As String
    If sheet.Visible <> True And sheet.Visible <> -1 Then Exit Function
    For top = 1 To HEADER_ROWS
        For column = 1 To HEADER_COLUMNS
            text = Shown(sheet.Cells(top, column).Value)
            If text <> "" And (text = titles(0) Or text = titles(1)) Then
                FindTitle = True
                Exit Function
            End If
        Next column
    Next top
End Function

Private Function LastRow(ByVal sheet As Object) As Long
    LastRow = sheet.UsedRange.Row + sheet.UsedRange.Rows.Count - 1
End Function

Private Function IsOpen(ByVal value As Variant) As Boolean
    Dim text As String
    text = Shown(value)
    IsOpen = (text <> "" And text <> MeritDone() And text <> "0")
End Function

Private Function Shown(ByVal value As Variant) As String
    If IsError(value) Or IsEmpty(value) Or IsNull(value) Then
        Shown = ""
    Else
        Shown = CStr(value)
    End If
End Function

Private Function Letters(ByVal column As Long) As String
    Dim found As String
    Do While column > 0
        found = Chr(65 + (column - 1) Mod 26) & found
        column = (column - 1) \ 26
    Loop
    Letters = found
End Function

Private Function IsChinese() As Boolean
    ' Whether the workbook speaks Chinese: its table asks in Chinese.
    Dim sheet As Object, top As Long, column As Long, titles As Variant
    titles = MeritTodoTitles()
    For Each sheet In Worksheets
        If FindTitle(sheet, titles, top, column) Then
            IsChinese = (Shown(sheet.Cells(top, column).Value) = titles(1))
            Exit Function
        End If
    Next sheet
End Function

Private Function Told(ByVal key As String, ByVal count_ As String, ByVal place_ As String) As String
    Told = Replace(Replace(MeritSay(key, IsChinese()), "{count}", count_), "{place}", place_)
End Function

Public Sub CopyTo(ByVal book As Object, ByVal folder As String)
    ' Hand in by a shared folder, under the workbook's own name.
    If Right(folder, 1) <> Application.PathSeparator Then folder = folder & Application.PathSeparator
    book.SaveCopyAs folder & book.Name
End Sub

Private Sub SendTo(ByVal book As Object, ByVal address As String)
    ' Hand in to the service: the file as it was saved, and the token HR gave out.
    Const BOUNDARY As String = "meritbook-7d81b52f"
    Dim web As Object
    If Not IsSafe(address) Then Err.Raise 1000, , MeritSay("safe", IsChinese())
    If token = "" Then token = InputBox(MeritSay("token", IsChinese()), "Meritbook")
    If token = "" Then Err.Raise 1000, , MeritSay("token", IsChinese())
    If Right(address, 1) = "/" Then address = Left(address, Len(address) - 1)
    Set web = CreateObject("MSXML2.ServerXMLHTTP.6.0")
    web.setTimeouts 5000, 5000, 60000, 60000
    web.Open "POST", address & "/api/v1/submissions", False
    web.setRequestHeader "Authorization", "Bearer " & token
    web.setRequestHeader "Content-Type", "multipart/form-data; boundary=" & BOUNDARY
    web.send Body(book, BOUNDARY)
    If web.Status < 200 Or web.Status > 299 Then Err.Raise 1000, , web.Status & " " & Left(web.responseText, 300)
End Sub

Private Function IsSafe(ByVal address As String) As Boolean
    ' A token only travels encrypted, unless it stays on this machine.
    ' Before an @ stands a name to sign in with, whatever it looks like; the machine stands behind it.
    IsSafe = InStr(address, "@") = 0 And (LCase(Left(address, 8)) = "https://" _
        Or LCase(Left(address, 17)) = "http://127.0.0.1:" Or LCase(Left(address, 17)) = "http://localhost:")
End Function

Private Function Body(ByVal book As Object, ByVal BOUNDARY As String) As Variant
    Dim copy_ As String, file As Integer, bytes() As Byte, stream As Object
    copy_ = Environ("TEMP") & "\meritbook-" & Format(Now, "yyyymmddhhnnss") & Mid(book.Name, InStrRev(book.Name, "."))
    book.SaveCopyAs copy_
    file = FreeFile
    Open copy_ For Binary Access Read As #file
    ReDim bytes(LOF(file) - 1)
    Get #file, , bytes
    Close #file
    Kill copy_
    Set stream = CreateObject("ADODB.Stream")
    stream.Type = 1
    stream.Open
    stream.Write Plain("--" & BOUNDARY & vbCrLf & "Content-Disposition: form-data; name=""file""; filename=""workbook" _
        & Mid(book.Name, InStrRev(book.Name, ".")) & """" & vbCrLf & "Content-Type: application/octet-stream" _
        & vbCrLf & vbCrLf)
    stream.Write bytes
    stream.Write Plain(vbCrLf & "--" & BOUNDARY & "--" & vbCrLf)
    stream.Position = 0
    Body = stream.Read
    stream.Close
End Function

Private Function Plain(ByVal text As String) As Variant
    Plain = StrConv(text, vbFromUnicode)
End Function
