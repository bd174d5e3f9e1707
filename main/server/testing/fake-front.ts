// The browser front on a fake instrument, as a program: tests start it, watch it and end it.
// Arguments: folder of the page, seconds to run (0: until ended), what closing does (`close`, or `hang`), and what goes on
// (`recording`, or nothing) or `refused`: it cannot begin.
import { ProgramEnd } from '#main/runtime/program-end.ts'
import { FakeInstrument } from '#shared/testing/fake-instrument.ts'
import { runBrowserFront } from '../browser-front.ts'

const [root = '', seconds = '0', closing = 'close', goesOn = ''] = process.argv.slice(2)
const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
// An instrument at work: this timer keeps the process alive until the instrument is closed.
const atWork = setInterval(() => undefined, 1000)

const instrument = new FakeInstrument({ front: 'browser' })
if (goesOn === 'recording') instrument.record()

await runBrowserFront(instrument, {
  root,
  port: 0,
  forSeconds: Number(seconds) || null,
  print,
  note: print,
  end: new ProgramEnd(),
  begin: () => (goesOn === 'refused' ? Promise.reject(new Error('it cannot begin')) : Promise.resolve()),
  close: async () => {
    if (closing === 'close') clearInterval(atWork)
    print('closed')
  },
}).catch((thrown: Error) => {
  print(thrown.message)
  process.exitCode = 1
})
