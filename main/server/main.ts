// The browser front as `npm start` runs it: a real instrument, the built page, and the exit code.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInstrument, exitCode, type RunCommand, rehearse } from '#main/instrument/index.ts'
import { builtFile } from '#main/runtime/worker-file.ts'
import { toWireError } from '#shared/errors.ts'
import { runBrowserFront } from './browser-front.ts'

export interface BrowserOutput {
  print(line: string): void
  complain(line: string): void
}

/** Runs until the front ends; resolves with the exit code: 2 for a setting that is refused, 1 for what cannot start. */
export async function runBrowser(command: RunCommand, output: BrowserOutput): Promise<number> {
  const { seed, port, forSeconds, memoryBytes } = command
  try {
    const instrument = await createInstrument({ front: 'browser', seed, run: false, heapBytes: memoryBytes })
    try {
      await rehearse(instrument, command)
    } catch (thrown) {
      await instrument.close()
      output.complain(toWireError(thrown).message)
      return exitCode.usage
    }
    await runBrowserFront(instrument, {
      root: path.dirname(fileURLToPath(builtFile('../page/index.html'))),
      port,
      forSeconds,
      begin: async () => void (await instrument.handlers.run()),
      close: () => instrument.close(),
      print: output.print,
    })
    return exitCode.ok
  } catch (thrown) {
    const { errno, message } = toWireError(thrown)
    output.complain(`the browser front cannot run: ${message} (${errno})`)
    return exitCode.failed
  }
}
