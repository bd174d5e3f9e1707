; What an installer carries that was built where there is no Electron for Windows: a program that says so.
Unicode true
Target amd64-unicode
Name "Blockscope"
OutFile "${OUTPUT}"
Icon "${ICON}"
RequestExecutionLevel user
SilentInstall silent

Section
  MessageBox MB_ICONSTOP|MB_OK "This installer was built without Electron for Windows, so there is nothing to run." /SD IDOK
  SetErrorLevel 1
SectionEnd
