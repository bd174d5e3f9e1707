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
import { beginOf, type Config, openConfig, recordingFolderNote, windowPlaces } from '#main/config/index.ts'
import { Diary, logFolderOf } from '#main/diagnostics/index.ts'
import { applySessionFile, createInstrument, markCaptures, requireFolders, serve } from '#main/instrument/index.ts'
import { realClock } from '#main/runtime/clock.ts'
import { tellLauncher } from '#main/runtime/end-world.ts'
import { TimeBreaks } from '#main/runtime/pauses/time-breaks.ts'
import { openTerminal } from '#main/runtime/terminal.ts'
import { type LetIn, type OpenedLab, prepareLab, tellNewToken } from '#main/server/lab/from-command.ts'
import type { TakeFile } from '#main/server/upload.ts'
import { openUpdater, runUpdate } from '#main/update/index.ts'
import { ownArguments } from './arguments.ts'
import { openDesktop } from './desktop.ts'
import { end } from './early-end.ts'
import { openMoreFiles } from './open-more-files.ts'
import { registerScheme } from './security/app-scheme.ts'
import { chooseFileToPlay } from './shell/choose-file.ts'
import { recordingDesk } from './shell/recording-desk.ts'
import { isFirstInstance } from './single-instance.ts'
import { dumpsBeside, keepDumps, surviveGraphics } from './window/crashes.ts'
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

interface Beginning {
  readonly diary: Diary
  /** Of the program's own files, as the system names it. */
  readonly folder: string
  /** What went wrong before, a sentence each. */
  readonly troubles: readonly string[]
  /** For viewers of other machines; null: there are none. */
  readonly letIn: LetIn | null
}

async function open(command: RunCommand, { diary, folder, troubles, letIn }: Beginning): Promise<void> {
  const { log } = diary
  await diary.begin()
  const { seed, device, set, forSeconds, trigger, search, measure, memoryBytes, files, recordings, session } = command
  /** Something is asked for that can be refused. */
  const asks =
    [set, measure].some((one) => one.length > 0) ||
    [trigger, search, device, session, command.profile].some((one) => one !== null)
  /** Told on the screen when there is one, and noted down at once. */
  const untold: string[] = []
  let remark = (line: string): void => void untold.push(line)
  const warn = (line: string): void => {
    log.warn(line)
    remark(line)
  }
  const note = (line: string): void => {
    log.info(line)
    remark(line)
  }
  for (const line of troubles) warn(line)
  let config: Config
  try {
    config = await openConfig(
      { ...command, config: command.config ?? namedFolder() },
      { earlierFolder: folder, warn, note },
    )
  } catch (thrown) {
    diary.dispose()
    endAtOnce(exitCode.usage, sentence(thrown))
    return
  }
  const remembered = recordingFolderNote(config)
  const breaks = new TimeBreaks()
  const recordingsFolder = recordings ?? (await remembered.read())
  let instrument: Awaited<ReturnType<typeof createInstrument>>
  try {
    instrument = await end.unlessAsked(
      createInstrument({
        front: 'electron',
        seed,
        connect: command.connect,
        device,
        set,
        trigger,
        search,
        measure,
        heapBytes: memoryBytes,
        offeredFolders: files,
        ...(recordingsFolder !== null && { recordingsFolder, isFolderChosen: recordings === null }),
        // A kiosk opens no window of the system.
        ...(!command.kiosk && { recordingDesk: recordingDesk(remembered), chooseFile: chooseFileToPlay }),
        uploads: true,
        self: { diary, graphics: graphicsLines },
        updates: (own) => openUpdater(app.getVersion(), { from: command.updateFrom, key: command.updateKey }, own),
        begin: async (made) => {
          // What came before the screen is told to the first who comes to it.
          remark = (line) => made.remark(line)
          for (const line of untold.splice(0)) remark(line)
          await config.begin(made, beginOf(command) ?? (session === null ? 'last' : null), warn)
          if (session !== null) await applySessionFile(made, session)
        },
        kept: config,
        breaks,
        run: false,
        warn: (line) => log.warn(line),
      }),
    )
  } catch (thrown) {
    diary.dispose()
    if (end.asked !== null) {
      // A launcher says it itself.
      if (process.send === undefined) process.stderr.write(`blockscope: ${sentence(thrown)}\n`)
      end.leave(end.interruptedCode)
    } else endAtOnce(asks ? exitCode.usage : exitCode.failed, sentence(thrown))
    return
  }
  const marking = markCaptures(instrument)
  const following = config.follow(instrument, realClock)
  const takeFile: TakeFile = (...file) => instrument.parts.files.take(...file)
  let viewers: OpenedLab | null = null
  const close = async (): Promise<void> => {
    following.dispose()
    marking.dispose()
    await viewers?.close()
    await config.keepSession(instrument)
    end.step()
    await instrument.close(() => end.step())
    await config.settle()
    diary.dispose()
  }
  endWithLastWindow(close, end, log)
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
  await app.whenReady()
  powerMonitor.on('suspend', () => breaks.sleeps())
  await openDesktop(instrument, { takeFile, places: windowPlaces(config), diary, end, isKiosk: command.kiosk })
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

function main(): void {
  const command = readCommand()
  if (command === null) return
  if (command.kind === 'update') {
    app.disableHardwareAcceleration()
    runUpdate(command.action, command, app.getVersion(), openTerminal()).then(
      (done) => app.exit(done ? exitCode.ok : exitCode.failed),
      (thrown: unknown) => endAtOnce(exitCode.failed, sentence(thrown)),
    )
    return
  }
  if (command.newToken !== null) {
    const code = tellNewToken(command, openTerminal())
    app.exit(code)
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
  const { folder, isOfThisRun } = writableFolder(wanted)
  if (isOfThisRun) app.setPath('userData', folder)
  if (!isFirstInstance()) {
    endAtOnce(0, 'Blockscope is open already; its window is in front now.')
    return
  }
  let letIn: LetIn | null
  try {
    letIn = prepareLab(command, (line) => process.stderr.write(`${line}\n`))
  } catch (thrown) {
    endAtOnce(exitCode.usage, sentence(thrown))
    return
  }
  registerScheme()
  surviveGraphics()
  const diary = openDiary(command)
  keepDumps(dumpsOf(command))
  const troubles = isOfThisRun
    ? [`${wanted} cannot be written to: nothing is kept in it, and this run goes on without.`]
    : []
  open(command, { diary, folder: wanted, troubles, letIn }).catch((thrown: unknown) => {
    // A window that is closed while it opens is no failure.
    if (end.isEnding) return
    diary.log.error(`the window cannot open: ${sentence(thrown)}`)
    app.exit(exitCode.failed)
  })
}

main()
