// Entry of the desktop app (bundled to dist/main/electron.js). An ES module that does not wait for the app to be ready at
// its top level: Electron waits for the module first, and both would wait for ever.

import { app, powerMonitor } from 'electron'
import {
  type Command,
  exitCode,
  helpText,
  parseCommandLine,
  type RunCommand,
  type UpdateCommand,
} from '#main/cli/index.ts'
import { type Config, openConfig, windowPlaces } from '#main/config/index.ts'
import { Diary, EarlyWords, logFolderOf } from '#main/diagnostics/index.ts'
import { type Instrument, requireFolders } from '#main/instrument/index.ts'
import { realClock } from '#main/runtime/clock.ts'
import { giveLibrariesHome } from '#main/runtime/drive/home.ts'
import { tellLauncher } from '#main/runtime/end-world.ts'
import { TimeBreaks } from '#main/runtime/pauses/time-breaks.ts'
import { openTerminal } from '#main/runtime/terminal.ts'
import type { LetIn, OpenedLab } from '#main/server/lab/from-command.ts'
import { labWhenAsked } from '#main/server/lab/when-asked.ts'
import type { TakeFile } from '#main/server/upload.ts'
import { ownArguments } from './arguments.ts'
import { openDesktop } from './desktop.ts'
import { end } from './early-end.ts'
import { registerScheme } from './security/app-scheme.ts'
import { isFirstInstance } from './single-instance.ts'
import { drawWithinMain, dumpsBeside, keepDumps, surviveGraphics } from './window/crashes.ts'
import { graphicsLines } from './window/graphics.ts'
import { endWithLastWindow } from './window/last-window.ts'
import { writableFolder } from './writable-folder.ts'

const sentence = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/** The folder that Chromium's own switch names, which is the program's too; null: it names none. */
const namedFolder = (): string | null => app.commandLine.getSwitchValue('user-data-dir') || null

function endAtOnce(code: number, line: string): void {
  if (line !== '') (code === 0 ? process.stdout : process.stderr).write(`${line}\n`)
  app.exit(code)
}

/** As {@link endAtOnce}, when what was noted is written. */
async function endNoted(diary: Diary, code: number, line: string): Promise<void> {
  process.stderr.write(`${line}\n`)
  end.watch()
  await diary.close()
  endAtOnce(code, '')
}

interface Beginning {
  readonly diary: Diary
  /** Of the program's own files, as the system names it. */
  readonly folder: string
  /** Why this run keeps nothing there, in a sentence; null: it does. */
  readonly trouble: string | null
}

async function open(command: RunCommand, { diary, folder, trouble }: Beginning): Promise<void> {
  const { log } = diary
  let letIn: LetIn | null
  try {
    letIn = await labWhenAsked(command, (line) => process.stderr.write(`${line}\n`))
  } catch (thrown) {
    endAtOnce(exitCode.usage, sentence(thrown))
    return
  }
  const words = new EarlyWords(log)
  diary.onSilence.on(words.warn)
  if (trouble !== null) words.warn(trouble)
  await diary.begin()
  const { forSeconds, set, measure, trigger, search, device, session } = command
  /** Something is asked for that can be refused. */
  const asks =
    [set, measure].some((one) => one.length > 0) ||
    [trigger, search, device, session, command.profile].some((one) => one !== null)
  let config: Config
  try {
    config = await openConfig(
      { ...command, config: command.config ?? namedFolder() ?? (trouble === null ? null : folder) },
      { earlierFolder: folder, warn: words.warn, note: words.note },
    )
  } catch (thrown) {
    await endNoted(diary, exitCode.usage, sentence(thrown))
    return
  }
  const breaks = new TimeBreaks()
  // As long as there is no instrument.
  let close = (): Promise<void> => config.settle()
  endWithLastWindow(() => close(), end, diary)
  // The window is on its way while the instrument is made; nobody sees it before there is something to see in it.
  await app.whenReady()
  powerMonitor.on('suspend', () => breaks.sleeps())
  const behind = import('./behind-window.ts')
  const made = end.unlessAsked(
    behind.then(({ makeInstrument }) => makeInstrument(command, { config, diary, words, breaks })),
  )
  const takeFile: TakeFile = async (...file) => (await made).parts.files.take(...file)
  const opening = openDesktop(made, { takeFile, places: windowPlaces(config), diary, end, isKiosk: command.kiosk })
  // It is told where it is waited for.
  opening.catch(() => undefined)
  let instrument: Instrument
  try {
    instrument = await made
  } catch (thrown) {
    if (end.asked !== null) {
      // A launcher says it itself.
      if (process.send === undefined) process.stderr.write(`blockscope: ${sentence(thrown)}\n`)
      await diary.close()
      end.leave(end.interruptedCode)
    } else await endNoted(diary, asks ? exitCode.usage : exitCode.failed, sentence(thrown))
    return
  }
  const { markCaptures, serve, openMoreFiles } = await behind
  const marking = markCaptures(instrument)
  const following = config.follow(instrument, realClock)
  let viewers: OpenedLab | null = null
  close = async (): Promise<void> => {
    following.dispose()
    marking.dispose()
    await viewers?.close()
    await config.keepSession(instrument)
    end.step()
    await instrument.close(() => end.step())
    await config.settle()
  }
  end.onAsked(() => app.quit())
  end.waitFor(instrument.saving)
  await serve(instrument, command).catch((thrown: unknown) => instrument.remark(sentence(thrown)))
  if (letIn !== null) {
    // The window is there all the same, and says what is wrong.
    viewers = await letIn(instrument, takeFile).catch((thrown: unknown) => {
      instrument.remark(sentence(thrown))
      return null
    })
    if (viewers !== null) log.info(viewers.line)
  }
  if (forSeconds !== null) realClock.timer(forSeconds * 1000, () => app.quit())
  // The window is on its way while the instrument gets ready.
  const begun = Promise.resolve(instrument.handlers.run())
  begun.then(
    () => {
      end.step()
      tellLauncher('begun')
    },
    () => undefined,
  )
  openMoreFiles(instrument)
  await opening
  await begun
}

/** The help, with the name that an installed program is started by. */
const ownHelp = (): string => (app.isPackaged ? helpText.replaceAll('npm start --', 'blockscope') : helpText)

/** The command line, unless it asks only for a line of text or is wrong; then the app has ended. */
function readCommand(): RunCommand | UpdateCommand | null {
  let command: Command
  try {
    command = parseCommandLine(ownArguments(process.argv, app.isPackaged))
    if (command.kind === 'run') requireFolders(command.files)
  } catch (thrown) {
    endAtOnce(exitCode.usage, sentence(thrown))
    return null
  }
  if (command.kind === 'run' || command.kind === 'update') return command
  endAtOnce(0, command.kind === 'help' ? ownHelp() : app.getVersion())
  return null
}

const logsOf = ({ log }: RunCommand): string => logFolderOf(log, app.getPath('userData'))
const dumpsOf = (command: RunCommand): string => dumpsBeside(logsOf(command))

function openDiary(command: RunCommand): Diary {
  return new Diary({
    folder: logsOf(command),
    front: 'electron',
    version: app.getVersion(),
    arePathsShown: command.logPaths,
    echo: (line) => process.stderr.write(`${line}\n`),
    dumps: dumpsOf(command),
  })
}

/** With the state of the graphics, which only this program knows. */
async function runDiagnose(command: RunCommand): Promise<number> {
  const { runDiagnose: run } = await import('#main/headless/index.ts')
  await app.whenReady()
  const self = { diary: openDiary(command), graphics: graphicsLines }
  return run({ ...command, front: 'electron' }, openTerminal(), end, { self })
}

/** The fronts without a window, in this process: a package has no other Node. Resolves with the exit code. */
async function runWithoutWindow(command: RunCommand): Promise<number> {
  const output = openTerminal()
  if (command.front === 'browser' && !command.list) {
    const { runBrowser } = await import('#main/server/main.ts')
    return runBrowser(command, output, end)
  }
  if (command.listen !== null && !command.list) {
    const { runHeadlessLab } = await import('#main/server/lab/headless-lab.ts')
    return runHeadlessLab(command, output, end)
  }
  const { runHeadless } = await import('#main/headless/index.ts')
  return runHeadless(command, output, end)
}

async function runUpdate(command: UpdateCommand): Promise<number> {
  const { runUpdate: run } = await import('#main/update/index.ts')
  return (await run(command.action, command, app.getVersion(), openTerminal())) ? exitCode.ok : exitCode.failed
}

async function tellNewToken(command: RunCommand): Promise<number> {
  const { tellNewToken: tell } = await import('#main/server/lab/from-command.ts')
  return tell(command, openTerminal())
}

/** Ends before the app is ready: what Chromium has to know it is told by then. */
async function main(): Promise<void> {
  const command = readCommand()
  if (command === null) return
  if (command.kind === 'update') {
    app.disableHardwareAcceleration()
    runUpdate(command).then(
      (code) => app.exit(code),
      (thrown: unknown) => endAtOnce(exitCode.failed, sentence(thrown)),
    )
    return
  }
  if (command.newToken !== null) {
    tellNewToken(command).then(
      (code) => app.exit(code),
      (thrown: unknown) => endAtOnce(exitCode.failed, sentence(thrown)),
    )
    return
  }
  if (command.diagnose) {
    runDiagnose(command).then(
      (code) => app.exit(code),
      (thrown: unknown) => endAtOnce(exitCode.failed, sentence(thrown)),
    )
    return
  }
  if (command.list || command.front === 'headless' || command.front === 'browser') {
    // Nothing is painted, so there is nothing to start for it.
    app.disableHardwareAcceleration()
    runWithoutWindow(command).then(
      (code) => app.exit(code),
      (thrown: unknown) => endAtOnce(exitCode.failed, sentence(thrown)),
    )
    return
  }
  const wanted = app.getPath('userData')
  const { folder, trouble, isSilent } = await writableFolder(wanted)
  if (trouble !== null) app.setPath('userData', folder)
  if (isSilent) {
    giveLibrariesHome(folder)
    drawWithinMain()
  }
  if (!isFirstInstance()) {
    endAtOnce(0, 'Blockscope is open already; its window is in front now.')
    return
  }
  registerScheme()
  surviveGraphics()
  const diary = openDiary(command)
  keepDumps(dumpsOf(command))
  open(command, { diary, folder: wanted, trouble }).catch((thrown: unknown) => {
    // A window that is closed while it opens is no failure.
    if (end.isEnding) return
    diary.log.error(`the window cannot open: ${sentence(thrown)}`)
    end.watch()
    void diary.close().then(() => app.exit(exitCode.failed))
  })
}

await main()
