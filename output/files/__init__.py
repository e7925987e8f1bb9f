"""A chart as files that can be printed, checked and cited: table, workbook, picture, package, sentence, citation."""
