// The installer for Windows, from a script of our own that Debian's makensis compiles.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type About, resources, root } from './about.ts'
import { filesBelow, level } from './epoch.ts'
import { runTool } from './tools.ts'

export interface InstallerInput {
  readonly about: About
  /** The program as a folder; null: there is no Electron for Windows, and a stand-in says so when it is started. */
  readonly program: string | null
  /** What goes into the folder when there is only the stand-in. */
  readonly app: string
  readonly work: string
  readonly file: string
  readonly epoch: number
}

const windowsPath = (name: string): string => name.replaceAll('/', '\\')

/** Folders of `files`, the deepest first. */
function foldersOf(files: readonly string[]): readonly string[] {
  const folders = new Set<string>()
  for (const file of files)
    for (let at = path.posix.dirname(file); at !== '.'; at = path.posix.dirname(at)) folders.add(at)
  return [...folders].toSorted((a, b) => b.split('/').length - a.split('/').length || (a < b ? -1 : 1))
}

/** What the installer puts down and what the uninstaller takes away: those files, and a folder only when it is empty. */
export function fileLists(
  files: readonly string[],
  from: string,
): { readonly install: string; readonly remove: string } {
  const byFolder = new Map<string, string[]>()
  for (const file of files) {
    const folder = path.posix.dirname(file)
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), file])
  }
  const install = [...byFolder].flatMap(([folder, names]) => [
    `SetOutPath "$INSTDIR${folder === '.' ? '' : `\\${windowsPath(folder)}`}"`,
    ...names.map((name) => `File "${path.join(from, name)}"`),
  ])
  const remove = [
    ...files.map((file) => `Delete "$INSTDIR\\${windowsPath(file)}"`),
    ...foldersOf(files).map((folder) => `RMDir "$INSTDIR\\${windowsPath(folder)}"`),
  ]
  return { install: `${install.join('\n')}\n`, remove: `${remove.join('\n')}\n` }
}

const compile = (script: string, defines: Readonly<Record<string, string>>, epoch: number): Promise<string> => {
  const words = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`)
  return runTool('makensis', ['-V2', '-INPUTCHARSET', 'UTF8', ...words, script], {
    env: { SOURCE_DATE_EPOCH: String(epoch) },
  })
}

/** Makes the installer. */
export async function packInstaller({ about, program, app, work, file, epoch }: InstallerInput): Promise<void> {
  const stage = path.join(work, 'windows')
  rmSync(stage, { recursive: true, force: true })
  mkdirSync(stage, { recursive: true })
  const icon = path.join(resources, 'blockscope.ico')
  if (program !== null) cpSync(program, stage, { recursive: true })
  else {
    cpSync(app, path.join(stage, 'resources', 'app.asar'))
    await compile(
      path.join(resources, 'stand-in.nsi'),
      { OUTPUT: path.join(stage, 'Blockscope.exe'), ICON: icon },
      epoch,
    )
  }
  cpSync(path.join(root, 'LICENSE'), path.join(stage, 'LICENSE.txt'))
  level(stage, epoch)
  const { install, remove } = fileLists(filesBelow(stage), stage)
  const [installFile, removeFile] = [path.join(work, 'install.nsh'), path.join(work, 'remove.nsh')]
  writeFileSync(installFile, install)
  writeFileSync(removeFile, remove)
  rmSync(file, { force: true })
  const defines = {
    OUTPUT: file,
    ICON: icon,
    LICENCE: path.join(stage, 'LICENSE.txt'),
    VERSION: about.version,
    INSTALL_FILES: installFile,
    REMOVE_FILES: removeFile,
  }
  await compile(path.join(resources, 'installer.nsi'), defines, epoch)
}
