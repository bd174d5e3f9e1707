// Every command of the guide, in the order of its page, as a newcomer types it: in a fresh folder, with the built program. What is said
// to be printed is printed.
//
// Words behind `sh` say how: none, it is run and ends well; `exit=2`, it ends so; `beside`, it is started, and runs until the page is
// done; `clone`, it is run in the repository; `window` and `board` need a screen or a board, so only their options are read here, and
// the specs open the window. A `text` block behind it is what it prints; … stands for anything.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseCommandLine } from '#main/cli/index.ts'
import { builtFile } from '#main/runtime/worker-file.ts'
import type { Block } from '#shared/guide/page.ts'
import { readGuide } from '../../renderer/guide-plugin.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface GuideCommand {
  readonly text: string
  readonly manner: 'run' | 'beside' | 'clone' | 'read'
  readonly exit: number
  /** What it prints; null: not said. */
  readonly printed: string | null
}

const readOnly = new Set(['window', 'board'])

function commandsOf(blocks: readonly Block[]): readonly GuideCommand[] {
  return blocks.flatMap((block, k): GuideCommand[] => {
    if (block.type !== 'code' || block.words[0] !== 'sh') return []
    const next = blocks[k + 1]
    const printed = next?.type === 'code' && next.words[0] === 'text' ? next.text : null
    const [, how = ''] = block.words
    const [, exit = '0'] = /^exit=(\d+)$/.exec(how) ?? []
    const manner = readOnly.has(how) ? 'read' : how === 'beside' || how === 'clone' ? how : 'run'
    if (how !== '' && manner === 'run' && exit === '0')
      throw new Error(`The guide says 'sh ${how}', which no test knows.`)
    return [{ text: block.text, manner, exit: Number(exit), printed }]
  })
}

/** Ports that the guide names, and free ones in their place: others may run on this machine. */
async function freePorts(...named: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const servers = await Promise.all(
    named.map(async () => {
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      return server
    }),
  )
  const ports = named.map((name, k) => [name, String((servers[k]!.address() as AddressInfo).port)] as const)
  for (const server of servers) server.close()
  return new Map(ports)
}

const withPorts = (text: string, ports: ReadonlyMap<string, string>): string =>
  [...ports].reduce((all, [named, free]) => all.replaceAll(named, free), text)

/** A pattern for what is printed: each line stands somewhere, in this order. */
function patternOf(printed: string): RegExp {
  const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const lines = printed.split('\n').map((line) => line.split('…').map(literal).join('[^\\n]*'))
  return new RegExp(lines.join('[^]*\\n?'), 'm')
}

let folder = ''
/** Everything that was started: what still runs at the end is ended. */
let started: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-newcomer-'))
  writeFileSync(
    path.join(folder, 'program.sh'),
    `set -o pipefail\nblockscope() { "${process.execPath}" "${builtFile('start.js').pathname}" --memory 256MiB "$@"; }\n`,
  )
  started = []
})
afterEach(async () => {
  for (const child of started) {
    if (child.exitCode !== null) continue
    const gone = once(child, 'close')
    process.kill(-child.pid!, 'SIGKILL')
    await gone
  }
  rmSync(folder, { recursive: true, force: true })
})

interface Running {
  readonly child: ChildProcess
  readonly heard: () => string
  readonly ended: Promise<number | null>
}

function shell(text: string, cwd: string): Running {
  // A newcomer's home is his own, and has no settings yet.
  const child = spawn('bash', ['-c', `. "${folder}/program.sh"\n${text}`], {
    cwd,
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: path.join(folder, '.config') },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  started.push(child)
  let all = ''
  child.stdout.on('data', (chunk: Buffer) => (all += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (all += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, heard: () => all, ended }
}

/** At 1 GS/s a machine that others use, too, may take the converter's core away; the program says then that it was late. */
const mostTries = 4
const isDisturbed = (printed: string | null, heard: string): boolean =>
  printed?.includes('gap-free') === true && !heard.includes('gap-free')

const withCommands = readGuide().flatMap(({ id, blocks }) => {
  const commands = commandsOf(blocks)
  return commands.length === 0 ? [] : [[id, commands] as const]
})

describe.each(withCommands)('the commands of the page %s', (id, commands) => {
  it('do what it says', async () => {
    const ports = await freePorts('5025', '30431')
    for (const { text, manner, exit, printed } of commands) {
      const typed = withPorts(text, ports)
      if (manner === 'read') {
        expect(typed).toMatch(/^blockscope\b/)
        expect(parseCommandLine(typed.split(' ').slice(1)).kind, typed).toBe('run')
        continue
      }
      // A script that ends with what it started leaves its files where it was started; the repository is no place for them.
      const isOfClone = manner === 'clone'
      const run = (): Running =>
        shell(isOfClone ? typed.replaceAll('main/examples/', `${root}/main/examples/`) : typed, folder)
      let running = run()
      const pattern = printed === null ? null : patternOf(withPorts(printed, ports))
      if (manner === 'beside') {
        await expect.poll(running.heard, { timeout: 30_000, message: typed }).toMatch(pattern!)
        continue
      }
      let code = await running.ended
      for (let tries = 1; tries < mostTries && isDisturbed(printed, running.heard()); tries++) {
        running = run()
        code = await running.ended
      }
      expect({ id, typed, code, heard: code === exit ? '' : running.heard() }).toEqual({
        id,
        typed,
        code: exit,
        heard: '',
      })
      if (pattern !== null) expect(running.heard(), typed).toMatch(pattern)
    }
  }, 120_000)
})

it('are many', () => {
  const all = withCommands.flatMap(([, commands]) => commands)
  expect(all.filter(({ manner }) => manner !== 'read').length).toBeGreaterThan(20)
})

it('know when something else is printed', () => {
  expect('{"a":1,"b":[2]}').toMatch(patternOf('…"b":[…'))
  expect('one\ntwo\nthree').toMatch(patternOf('one\n…\nthree'))
  expect('{"a":1}').not.toMatch(patternOf('…"b":…'))
})
