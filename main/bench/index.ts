// npm run bench -- COMMAND [--json] [--compare FILE]
//
// Prints figures with their ratio to memcpy of 64 MiB in the same run. --json prints one JSON object instead; save it to
// compare a later run with --compare. Exit codes: 0 measured, 2 wrong arguments.
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { buildTargets } from '../build/build.ts'
import { type BenchCommand, commands } from './commands.ts'
import { type BenchResult, describeFigures, digits } from './figure.ts'
import { measureMemcpy } from './memcpy.ts'

const usage = [
  'npm run bench -- COMMAND [--json] [--compare FILE]',
  ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`),
].join('\n')

interface Arguments {
  readonly name: string
  readonly command: BenchCommand
  readonly json: boolean
  readonly earlier: BenchResult | null
}

function parse(words: readonly string[]): Arguments | string {
  let name: string | null = null
  let json = false
  let earlier: BenchResult | null = null
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '--json') json = true
    else if (word === '--compare') {
      const file = words[++i]
      if (file === undefined) return '--compare needs a file.'
      try {
        earlier = JSON.parse(readFileSync(file, 'utf8')) as BenchResult
      } catch (thrown) {
        return `Cannot compare with ${file}: ${thrown instanceof Error ? thrown.message : String(thrown)}`
      }
      if (!Array.isArray(earlier?.figures)) return `${file} is not a result of this program.`
    } else if (word.startsWith('-')) return `Unknown option ${word}.`
    else if (name !== null) return `One benchmark at a time, not also ${word}.`
    else name = word
  }
  if (name === null) return 'Which benchmark?'
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) return `There is no benchmark ${name}.`
  return { name, command, json, earlier }
}

const words = parse(process.argv.slice(2))
if (typeof words === 'string') {
  console.error(`${words}\n${usage}`)
  process.exitCode = 2
} else {
  await buildTargets(['kernels'], { ifStale: true })
  const measure = await words.command.load()
  const memcpy = measureMemcpy()
  const result: BenchResult = {
    command: words.name,
    at: new Date().toISOString(),
    runtime: `Node ${process.versions.node}, V8 ${process.versions.v8}`,
    cpu: `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    memcpyGigabytesPerSecond: memcpy / 1e9,
    figures: await measure({ memcpy }),
  }
  if (words.json) console.log(JSON.stringify(result))
  else {
    console.log(`${result.cpu}; ${result.runtime}; memcpy of 64 MiB: ${digits(memcpy / 1e9)} GB/s`)
    for (const line of describeFigures(result, words.earlier)) console.log(line)
  }
}
