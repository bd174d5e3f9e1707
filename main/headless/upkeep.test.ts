// A headless run beside what it captures: its log, word of what a dead program left, and the diagnostics.
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { parseCommandLine, type RunCommand } from '#main/cli/index.ts'
import { ProgramEnd } from '#main/runtime/program-end.ts'
import { FakeEndWorld } from '#main/testing/index.ts'
import { Emitter } from '#shared/lifecycle.ts'
import { runDiagnose, runHeadless } from './index.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
  vi.stubEnv('XDG_CONFIG_HOME', path.join(folder, 'config'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

async function run(words: readonly string[], how = runHeadless) {
  const said: string[] = []
  const say = (line: string): void => void said.push(line)
  const command = parseCommandLine(['--headless', ...words]) as RunCommand
  const output = { print: say, note: say, complain: say, onClosed: new Emitter<string>() }
  return { code: await how(command, output, new ProgramEnd(new FakeEndWorld())), said }
}
const brief = ['--for', '50ms', '--json', '--set', 'sampling_frequency=1000000']

it('keeps a log where one is asked for, and none elsewhere', async () => {
  const logs = path.join(folder, 'logs')
  expect((await run(brief)).code).toBe(0)
  expect(readdirSync(folder)).toEqual([])
  expect((await run([...brief, '--log', logs])).code).toBe(0)
  expect(readFileSync(path.join(logs, 'headless.log'), 'utf8')).toMatch(
    /^\S+Z info begins: headless, version \S+, process \d+\n(.*\n)*\S+Z info capture: running\n(.*\n)*\S+Z info ended\n$/,
  )
  expect(readdirSync(logs)).toEqual(['headless.log'])
})

it('captures all the same where no log can be written', async () => {
  writeFileSync(path.join(folder, 'file'), '')
  expect((await run([...brief, '--log', path.join(folder, 'file', 'logs')])).code).toBe(0)
})

it('says in one line what a dead program left in the folder it records into, and changes none of it', async () => {
  const [lost, made] = [path.join(folder, 'lost.raw'), path.join(folder, 'made.raw')]
  await run([...brief, '--record', lost])
  const told = { ...JSON.parse(readFileSync(`${lost}.json`, 'utf8')), ended: false }
  const left = JSON.stringify({ ...told, writtenBy: { host: 'elsewhere', pid: 1, startedUnixMs: 1 } })
  writeFileSync(`${lost}.json`, left)
  utimesSync(`${lost}.json`, 1000, 1000)
  const { said, code } = await run([...brief, '--record', made])
  expect(code).toBe(0)
  expect(said.filter((line) => line.includes('unfinished'))).toEqual([
    `a recording was left unfinished by a program that died (lost.raw); nothing was changed. The window closes them properly: --recordings ${folder}`,
  ])
  expect(readFileSync(`${lost}.json`, 'utf8')).toBe(left)
})

it('prints the diagnostics, with the log that other fronts wrote; also where nothing can be set up', async () => {
  const logs = path.join(folder, 'config', 'blockscope', 'logs')
  await run([...brief, '--log', logs])
  const { said, code } = await run(['--diagnose'], runDiagnose)
  expect(code).toBe(0)
  expect(said).toHaveLength(1)
  expect(said[0]).toMatch(
    /^Blockscope (.*\n)*Machine\n(.*\n)*Devices\n {2}iio:device0 gigascope: (.*\n)*Log\n(.*\n)*.* info ended$/,
  )
  const refused = await run(['--diagnose', '--set', 'no.such=1'], runDiagnose)
  expect(refused.code).toBe(0)
  expect(refused.said[0]).toMatch(/\nInstrument\n {2}It cannot be set up: .*no\.such/)
})
