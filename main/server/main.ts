// The browser front as `npm start` runs it: a real instrument, the built page, and the exit code.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { exitCode, type RunCommand } from '#main/cli/index.ts'
import { beginOf, type Config, openConfig } from '#main/config/index.ts'
import { Diary, EarlyWords, logFolderOf } from '#main/diagnostics/index.ts'
import { blockscopeVersion } from '#main/instrument/index.ts'
import type { ProgramEnd } from '#main/runtime/program-end.ts'
import type { Terminal } from '#main/runtime/terminal.ts'
import { builtFile } from '#main/runtime/worker-file.ts'
import { sentenceOf, toWireError } from '#shared/errors.ts'
import type { LetIn } from './lab/from-command.ts'
import { labWhenAsked } from './lab/when-asked.ts'
import type { TakeFile } from './upload.ts'

/** What the front says. It ends with its last page or a signal, whoever reads that. */
export type BrowserOutput = Pick<Terminal, 'print' | 'note' | 'complain'>

/**
 * Runs until the front ends; resolves with the exit code: 2 for a setting that is refused, 1 for what cannot start, 128 + n
 * when signal n came before that.
 */
export async function runBrowser(command: RunCommand, output: BrowserOutput, end: ProgramEnd): Promise<number> {
  const { seed, port, forSeconds, memoryBytes, files, recordings, log, logPaths: arePathsShown } = command
  let letIn: LetIn | null
  let config: Config
  const about = { front: 'browser', version: blockscopeVersion, arePathsShown }
  // The disk is asked by a thread, which begins while this one loads the rest.
  const behind = import('./behind-page.ts')
  const diary = new Diary({ folder: logFolderOf(log), ...about })
  const words = new EarlyWords(diary.log)
  const warn = (line: string): void => {
    output.complain(line)
    words.warn(line)
  }
  diary.onSilence.on(warn)
  await diary.begin()
  const { createInstrument, markCaptures, rehearse, runBrowserFront, serve, tellService } = await behind
  try {
    letIn = await labWhenAsked(command, output.complain)
    config = await openConfig(command, { warn, note: output.note })
  } catch (thrown) {
    output.complain(toWireError(thrown).message)
    end.watch()
    await diary.close()
    return exitCode.usage
  }
  try {
    const instrument = await createInstrument({
      front: 'browser',
      seed,
      connect: command.connect,
      run: false,
      heapBytes: memoryBytes,
      offeredFolders: files,
      ...(recordings !== null && { recordingsFolder: recordings }),
      uploads: true,
      kept: config,
      warn: output.complain,
      self: { diary },
    })
    // What came before the screen is told to the first who comes to it.
    words.tell((line) => instrument.remark(line))
    try {
      await end.unlessAsked(config.begin(instrument, beginOf(command), warn))
      await end.unlessAsked(rehearse(instrument, command))
    } catch (thrown) {
      output.complain(toWireError(thrown).message)
      await instrument.close(() => end.step())
      return end.asked === null ? exitCode.usage : end.interruptedCode
    }
    end.waitFor(instrument.saving)
    const service = tellService(instrument, end, output.complain)
    const marking = markCaptures(instrument)
    const takeFile: TakeFile = (content, name, bytes) => instrument.parts.files.take(content, name, bytes)
    await runBrowserFront(instrument, {
      root: path.dirname(fileURLToPath(builtFile('../page/index.html'))),
      port,
      forSeconds,
      begin: async () => {
        for (const line of await serve(instrument, command)) output.note(line)
        await instrument.handlers.run()
      },
      close: async () => {
        marking.dispose()
        await instrument.close(() => end.step())
        await config.settle()
        service.dispose()
      },
      takeFile,
      letIn: letIn === null ? null : () => letIn(instrument, takeFile),
      end,
      print: output.print,
      note: output.note,
    })
    return exitCode.ok
  } catch (thrown) {
    const { errno, message } = toWireError(thrown)
    diary.log.error(sentenceOf(thrown))
    output.complain(`the browser front cannot run: ${message} (${errno})`)
    return exitCode.failed
  } finally {
    end.watch()
    await diary.close()
  }
}
