; The installer for Windows. Into the user's own folder, without an administrator; `/S` asks nothing. What is installed is
; listed file by file, and nothing else is ever removed.
Unicode true
Target amd64-unicode
!include "MUI2.nsh"

Name "Blockscope"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Blockscope"
InstallDirRegKey HKCU "Software\Blockscope" "InstallDir"
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
  WriteRegStr HKCU "Software\Blockscope" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "Software\Classes\.blockscope" "" "Blockscope.Session"
  WriteRegStr HKCU "Software\Classes\Blockscope.Session" "" "Blockscope session"
  WriteRegStr HKCU "Software\Classes\Blockscope.Session\DefaultIcon" "" "$INSTDIR\Blockscope.exe,0"
  WriteRegStr HKCU "Software\Classes\Blockscope.Session\shell\open\command" "" '"$INSTDIR\Blockscope.exe" "%1"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "Blockscope"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\Blockscope.exe,0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "The Blockscope developers"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  !include "${REMOVE_FILES}"
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Blockscope.lnk"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "Software\Classes\Blockscope.Session"
  ; The ending may belong to another program by now.
  ReadRegStr $0 HKCU "Software\Classes\.blockscope" ""
  StrCmp $0 "Blockscope.Session" 0 +2
  DeleteRegKey HKCU "Software\Classes\.blockscope"
  DeleteRegKey HKCU "Software\Blockscope"
SectionEnd
