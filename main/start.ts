// The way in. It hears signals from its first line on; everything else is loaded after that, and picks a front.
import { npmParents } from './runtime/npm-parents.ts'
import { ProgramEnd } from './runtime/program-end.ts'

/** How often npm is looked for, ms. */
const lookForNpmMs = 500

const end = new ProgramEnd()
const npmIsGone = npmParents()
const looking = setInterval(() => {
  if (!npmIsGone()) return
  clearInterval(looking)
  end.ask('SIGTERM')
}, lookForNpmMs)
looking.unref()

// Nothing has been started yet, so there is nothing to end but the process.
const loading = end.onAsked((signal) => {
  process.stderr.write(`blockscope: ${signal} came before anything was started\n`)
  process.exit(end.interruptedCode)
})
const { runProgram } = await import('./program.ts')
loading.dispose()
process.exitCode = await runProgram(process.argv.slice(2), end)
end.watch()
