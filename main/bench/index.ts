// npm run bench -- COMMAND [--json] [--compare FILE] [--for DURATION] [--plot FILE]
//
// Prints figures with their ratio to memcpy of 64 MiB in the same run. --json prints one JSON object instead; save it to
// compare a later run with --compare. Exit codes: 0 measured, 1 could not measure, 2 wrong arguments.
import { writeSync } from 'node:fs'
import { cpus } from 'node:os'
import { buildTargets } from '../build/build.ts'
import { type BenchArguments, parseArguments } from './arguments.ts'
import { commands } from './commands.ts'
import { type BenchResult, describeFigures, digits } from './figure.ts'
import { measureMemcpy } from './memcpy.ts'
import { describeTable } from './table.ts'

const help = [
  'Usage: npm run bench -- COMMAND [--json] [--compare FILE]',
  ...Object.entries(commands).map(([name, { summary, options }]) => {
    const words = { seconds: '[--for DURATION]', plot: '[--plot FILE]' }
    return `  ${name.padEnd(10)} ${[summary, ...options.map((option) => words[option])].join(' ')}`
  }),
].join('\n')

/** To the last byte, also when the program ends at once afterwards. */
const print = (text: string): void => void writeSync(1, `${text}\n`)

async function measure({ name, command, options }: BenchArguments): Promise<BenchResult> {
  await buildTargets(command.builds, { ifStale: true })
  const bench = await command.load()
  const memcpy = measureMemcpy()
  const measured = await bench({ memcpy, options })
  return {
    command: name,
    at: new Date().toISOString(),
    runtime: `Node ${process.versions.node}, V8 ${process.versions.v8}`,
    cpu: `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    memcpyGigabytesPerSecond: memcpy / 1e9,
    ...('figures' in measured ? measured : { figures: measured }),
  }
}

function show(result: BenchResult, earlier: BenchResult | null): void {
  const { cpu, runtime, memcpyGigabytesPerSecond, tables = [], notes = [] } = result
  print(`${cpu}; ${runtime}; memcpy of 64 MiB: ${digits(memcpyGigabytesPerSecond)} GB/s`)
  for (const table of tables) print(`\n${describeTable(table).join('\n')}`)
  if (tables.length > 0) print('')
  for (const line of describeFigures(result, earlier)) print(line)
  for (const note of notes) print(`  ${note}`)
}

async function main(words: readonly string[]): Promise<number> {
  if (words.includes('--help')) {
    print(help)
    return 0
  }
  let wanted: BenchArguments
  try {
    wanted = parseArguments(words, commands)
  } catch (thrown) {
    process.stderr.write(`bench: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
    return 2
  }
  const result = await measure(wanted)
  if (wanted.json) print(JSON.stringify(result))
  else show(result, wanted.earlier)
  return 0
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (thrown) {
  process.stderr.write(`bench: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  process.exitCode = 1
}
