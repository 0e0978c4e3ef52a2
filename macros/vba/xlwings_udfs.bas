Attribute VB_Name = "xlwings_udfs"
' Written by xlwings from addin/udfs.py.
#Const App = "Microsoft Excel"

Function MERIT_DISTRIBUTION(scores, Optional quotas, Optional groups, Optional grades, Optional mode, Optional minimum, Optional language)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        MERIT_DISTRIBUTION = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_DISTRIBUTION", Array(scores, quotas, groups, grades, mode, minimum, language), ActiveWorkbook, Application.Caller))
        Exit Function
    #Else
        MERIT_DISTRIBUTION = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_DISTRIBUTION", Array(scores, quotas, groups, grades, mode, minimum, language)))
        Exit Function
    #End If
failed:
    MERIT_DISTRIBUTION = CVErr(2029)
End Function

Function MERIT_EXPLAIN(method, actual, Optional target, Optional parameters, Optional full, Optional language)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        MERIT_EXPLAIN = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_EXPLAIN", Array(method, actual, target, parameters, full, language), ActiveWorkbook, Application.Caller))
        Exit Function
    #Else
        MERIT_EXPLAIN = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_EXPLAIN", Array(method, actual, target, parameters, full, language)))
        Exit Function
    #End If
failed:
    MERIT_EXPLAIN = CVErr(2029)
End Function

Function MERIT_GRADE(scores, Optional grades)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        MERIT_GRADE = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_GRADE", Array(scores, grades), ActiveWorkbook, Application.Caller))
        Exit Function
    #Else
        MERIT_GRADE = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_GRADE", Array(scores, grades)))
        Exit Function
    #End If
failed:
    MERIT_GRADE = CVErr(2029)
End Function

Function MERIT_IMPROVEMENT(before, after, Optional direction)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        MERIT_IMPROVEMENT = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_IMPROVEMENT", Array(before, after, direction), ActiveWorkbook, Application.Caller))
        Exit Function
    #Else
        MERIT_IMPROVEMENT = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_IMPROVEMENT", Array(before, after, direction)))
        Exit Function
    #End If
failed:
    MERIT_IMPROVEMENT = CVErr(2029)
End Function

Function MERIT_RANK(scores, Optional groups, Optional kind)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        MERIT_RANK = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_RANK", Array(scores, groups, kind), ActiveWorkbook, Application.Caller))
        Exit Function
    #Else
        MERIT_RANK = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_RANK", Array(scores, groups, kind)))
        Exit Function
    #End If
failed:
    MERIT_RANK = CVErr(2029)
End Function

Function MERIT_SCORE(method, actual, Optional target, Optional parameters, Optional full)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        MERIT_SCORE = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_SCORE", Array(method, actual, target, parameters, full), ActiveWorkbook, Application.Caller))
        Exit Function
    #Else
        MERIT_SCORE = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_SCORE", Array(method, actual, target, parameters, full)))
        Exit Function
    #End If
failed:
    MERIT_SCORE = CVErr(2029)
End Function

Function MERIT_SCORES(methods, actuals, Optional targets, Optional parameters, Optional full)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        MERIT_SCORES = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_SCORES", Array(methods, actuals, targets, parameters, full), ActiveWorkbook, Application.Caller))
        Exit Function
    #Else
        MERIT_SCORES = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_SCORES", Array(methods, actuals, targets, parameters, full)))
        Exit Function
    #End If
failed:
    MERIT_SCORES = CVErr(2029)
End Function

Function MERIT_TOTAL(scores, weights, Optional missing, Optional decimals, Optional cap)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        MERIT_TOTAL = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_TOTAL", Array(scores, weights, missing, decimals, cap), ActiveWorkbook, Application.Caller))
        Exit Function
    #Else
        MERIT_TOTAL = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_TOTAL", Array(scores, weights, missing, decimals, cap)))
        Exit Function
    #End If
failed:
    MERIT_TOTAL = CVErr(2029)
End Function

Function MERIT_TOTALS(people, scores, weights, Optional missing, Optional decimals, Optional cap)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        MERIT_TOTALS = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_TOTALS", Array(people, scores, weights, missing, decimals, cap), ActiveWorkbook, Application.Caller))
        Exit Function
    #Else
        MERIT_TOTALS = AsErrors(XLPy.CallUDF("addin.udfs", "MERIT_TOTALS", Array(people, scores, weights, missing, decimals, cap)))
        Exit Function
    #End If
failed:
    MERIT_TOTALS = CVErr(2029)
End Function
