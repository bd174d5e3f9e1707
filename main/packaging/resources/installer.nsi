; The installer for Windows. Into the user's own folder, without an administrator; with `/ALLUSERS`, which an administrator starts, for all
; users of the machine; `/S` asks nothing, `/D=FOLDER` names another folder. What is installed is listed file by file, and nothing else is
; ever removed.
Unicode true
Target amd64-unicode
!include "MUI2.nsh"
!include "FileFunc.nsh"

Name "Blockscope"
OutFile "${OUTPUT}"
RequestExecutionLevel user
SetCompressor /SOLID lzma
BrandingText "Blockscope ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Blockscope"
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Where, and for whom: SHCTX is the registry of those users.
Function .onInit
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/ALLUSERS" $R1
  IfErrors own
  SetShellVarContext all
  StrCmp $INSTDIR "" 0 known
  ReadRegStr $INSTDIR SHCTX "Software\Blockscope" "InstallDir"
  StrCmp $INSTDIR "" 0 known
  StrCpy $INSTDIR "$PROGRAMFILES64\Blockscope"
  Goto known
  own:
  SetShellVarContext current
  StrCmp $INSTDIR "" 0 known
  ReadRegStr $INSTDIR SHCTX "Software\Blockscope" "InstallDir"
  StrCmp $INSTDIR "" 0 known
  StrCpy $INSTDIR "$LOCALAPPDATA\Programs\Blockscope"
  known:
FunctionEnd

Function un.onInit
  ReadRegStr $0 HKLM "Software\Blockscope" "InstallDir"
  StrCmp $0 $INSTDIR 0 own
  SetShellVarContext all
  Goto known
  own:
  SetShellVarContext current
  known:
FunctionEnd

Section "Blockscope"
  ; An update starts this while the program ends: its file can be opened for writing when it has. 60 s are enough for that.
  StrCpy $1 0
  wait:
    IfFileExists "$INSTDIR\Blockscope.exe" 0 free
    ClearErrors
    FileOpen $0 "$INSTDIR\Blockscope.exe" a
    IfErrors 0 close
    IntOp $1 $1 + 1
    IntCmp $1 240 busy
    Sleep 250
    Goto wait
  busy:
    SetErrorLevel 1
    Abort "Blockscope is still running."
  close:
    FileClose $0
  free:
  !include "${INSTALL_FILES}"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\Uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Blockscope.lnk" "$INSTDIR\Blockscope.exe"
  WriteRegStr SHCTX "Software\Blockscope" "InstallDir" "$INSTDIR"
  WriteRegStr SHCTX "Software\Classes\.blockscope" "" "Blockscope.Session"
  WriteRegStr SHCTX "Software\Classes\Blockscope.Session" "" "Blockscope session"
  WriteRegStr SHCTX "Software\Classes\Blockscope.Session\DefaultIcon" "" "$INSTDIR\Blockscope.exe,0"
  WriteRegStr SHCTX "Software\Classes\Blockscope.Session\shell\open\command" "" '"$INSTDIR\Blockscope.exe" "%1"'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "Blockscope"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\Blockscope.exe,0"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "The Blockscope developers"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  !include "${REMOVE_FILES}"
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Blockscope.lnk"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  DeleteRegKey SHCTX "Software\Classes\Blockscope.Session"
  ; The ending may belong to another program by now.
  ReadRegStr $0 SHCTX "Software\Classes\.blockscope" ""
  StrCmp $0 "Blockscope.Session" 0 +2
  DeleteRegKey SHCTX "Software\Classes\.blockscope"
  DeleteRegKey SHCTX "Software\Blockscope"
SectionEnd
