// Entry of the desktop app (bundled to dist/main/electron.js). An ES module that does not wait for the app to be ready at
// its top level: Electron waits for the module first, and both would wait for ever.

import path from 'node:path'
import { app } from 'electron'
import { type Command, exitCode, helpText, parseCommandLine, type RunCommand } from '#main/cli/index.ts'
import { applySessionFile, createInstrument, requireFolders, serve } from '#main/instrument/index.ts'
import { realClock } from '#main/runtime/clock.ts'
import { tellLauncher } from '#main/runtime/end-world.ts'
import { openTerminal } from '#main/runtime/terminal.ts'
import { type LetIn, type OpenedLab, prepareLab, tellNewToken } from '#main/server/lab/from-command.ts'
import type { TakeFile } from '#main/server/upload.ts'
import { ownArguments } from './arguments.ts'
import { openDesktop } from './desktop.ts'
import { end } from './early-end.ts'
import { type Log, openLog } from './log.ts'
import { openMoreFiles } from './open-more-files.ts'
import { registerScheme } from './security/app-scheme.ts'
import { chooseFileToPlay } from './shell/choose-file.ts'
import { KeptSession } from './shell/kept-session.ts'
import { recordingDesk } from './shell/recording-desk.ts'
import { recordingFolderFile } from './shell/recording-folder-file.ts'
import { isFirstInstance } from './single-instance.ts'
import { surviveGraphics } from './window/crashes.ts'
import { endWithLastWindow } from './window/last-window.ts'

const sentence = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

function endAtOnce(code: number, line: string): void {
  if (line !== '') (code === 0 ? process.stdout : process.stderr).write(`${line}\n`)
  app.exit(code)
}

async function open(command: RunCommand, log: Log, letIn: LetIn | null): Promise<void> {
  const { seed, device, set, forSeconds, trigger, search, measure, memoryBytes, files, recordings, session } = command
  /** Something is asked for that can be refused. */
  const asks =
    [set, measure].some((one) => one.length > 0) || [trigger, search, device, session].some((one) => one !== null)
  const kept = new KeptSession(app.getPath('userData'), (line) => log.warn(line))
  const remembered = recordingFolderFile(app.getPath('userData'))
  const recordingsFolder = recordings ?? remembered.read()
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
        begin: async (made) => {
          if (session !== null) return applySessionFile(made, session)
          const refusal = await kept.restore(made)
          if (refusal !== null) made.remark(refusal)
        },
        run: false,
        warn: (line) => log.warn(line),
      }),
    )
  } catch (thrown) {
    if (end.asked !== null) {
      // A launcher says it itself.
      if (process.send === undefined) process.stderr.write(`blockscope: ${sentence(thrown)}\n`)
      end.leave(end.interruptedCode)
    } else endAtOnce(asks ? exitCode.usage : exitCode.failed, sentence(thrown))
    return
  }
  const following = kept.follow(instrument, realClock)
  const takeFile: TakeFile = (...file) => instrument.parts.files.take(...file)
  let viewers: OpenedLab | null = null
  const close = async (): Promise<void> => {
    following.dispose()
    await viewers?.close()
    await kept.keep(instrument)
    end.step()
    await instrument.close(() => end.step())
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
  await openDesktop(instrument, { takeFile, log, end, isKiosk: command.kiosk })
  await begun
}

/** The help, with the name that an installed program is started by. */
const ownHelp = (): string => (app.isPackaged ? helpText.replaceAll('npm start --', 'blockscope') : helpText)

/** The command line, unless it asks only for a line of text or is wrong; then the app has ended. */
function readCommand(): RunCommand | null {
  let command: Command
  try {
    command = parseCommandLine(ownArguments(process.argv, app.isPackaged))
    if (command.kind === 'run') requireFolders(command.files)
  } catch (thrown) {
    endAtOnce(exitCode.usage, sentence(thrown))
    return null
  }
  if (command.kind === 'run') return command
  endAtOnce(0, command.kind === 'help' ? ownHelp() : app.getVersion())
  return null
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
  if (command.newToken !== null) {
    const code = tellNewToken(command, openTerminal())
    app.exit(code)
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
  const log = openLog(path.join(app.getPath('userData'), 'logs'))
  open(command, log, letIn).catch((thrown: unknown) => {
    // A window that is closed while it opens is no failure.
    if (end.isEnding) return
    log.error(`the window cannot open: ${sentence(thrown)}`)
    app.exit(exitCode.failed)
  })
}

main()
