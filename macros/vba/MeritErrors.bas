Attribute VB_Name = "MeritErrors"
Option Explicit
' Python hands errors over by name; here they become the errors of cells, which IFERROR and ISERROR know.

Public Function AsErrors(ByVal found As Variant) As Variant
    Dim row As Long, column As Long
    If IsArray(found) Then
        For row = LBound(found, 1) To UBound(found, 1)
            For column = LBound(found, 2) To UBound(found, 2)
                found(row, column) = AsError(found(row, column))
            Next column
        Next row
        AsErrors = found
    Else
        AsErrors = AsError(found)
    End If
End Function

Public Function AsError(ByVal value As Variant) As Variant
    AsError = value
    If VarType(value) <> vbString Then Exit Function
    Select Case value
        Case "#NULL!": AsError = CVErr(2000)
        Case "#DIV/0!": AsError = CVErr(2007)
        Case "#VALUE!": AsError = CVErr(2015)
        Case "#REF!": AsError = CVErr(2023)
        Case "#NAME?": AsError = CVErr(2029)
        Case "#NUM!": AsError = CVErr(2036)
        Case "#N/A": AsError = CVErr(2042)
    End Select
End Function
