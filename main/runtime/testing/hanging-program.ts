// A program whose thread hangs in a system call, for tests of its end: `open` of the pipe that is named, which nobody
// writes to. Prints `up` once it is so.
import { open } from 'node:fs/promises'
import { ProgramEnd } from '../program-end.ts'

const end = new ProgramEnd()
const [pipe = ''] = process.argv.slice(2)
await Promise.race([open(pipe, 'r'), new Promise((resolve) => setImmediate(resolve))])
if (process.argv.includes('leave')) end.onAsked(() => end.leave(end.interruptedCode))
process.stdout.write('up\n')
