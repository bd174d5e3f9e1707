import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseArguments } from './arguments.ts'
import { commands } from './commands.ts'

const parse = (...words: readonly string[]) => parseArguments(words, commands)

function fileWith(text: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'result.json')
  writeFileSync(file, text)
  return file
}

describe('arguments of the benchmarks', () => {
  it('are a benchmark and its options', () => {
    expect(parse('overhead', '--plot', 'a.svg', '--json')).toMatchObject({
      name: 'overhead',
      json: true,
      earlier: null,
      options: { plot: 'a.svg', seconds: null },
    })
    expect(parse('soak', '--for=60s').options).toEqual({ seconds: 60, plot: null })
  })

  it('refuse what is unknown, missing or contradictory, with one sentence', () => {
    expect(() => parse()).toThrow(/^name a benchmark: kernels, /)
    expect(() => parse('speed')).toThrow(/^there is no benchmark 'speed'/)
    expect(() => parse('toString')).toThrow(/^there is no benchmark/)
    expect(() => parse('kernels', '--fast')).toThrow("unknown option '--fast'")
    expect(() => parse('kernels', 'zoom')).toThrow("one benchmark at a time, not also 'zoom'")
    expect(() => parse('overhead', '--plot')).toThrow('--plot needs a value')
    expect(() => parse('overhead', '--plot=')).toThrow('--plot needs a value')
    expect(() => parse('kernels', '--plot', 'a.svg')).toThrow('kernels does not take --plot')
    expect(() => parse('soak', '--for', 'long')).toThrow(/^--for takes a duration/)
    expect(() => parse('soak', '--for', '0s')).toThrow('--for takes a duration above zero')
  })

  it('compare with a result of the same benchmark only', () => {
    const file = fileWith(JSON.stringify({ command: 'kernels', figures: [] }))
    expect(parse('kernels', '--compare', file).earlier?.command).toBe('kernels')
    expect(() => parse('overhead', '--compare', file)).toThrow(/is a result of kernels, not of overhead$/)
    expect(() => parse('kernels', '--compare', fileWith('{}'))).toThrow(/is not a result of this program$/)
    expect(() => parse('kernels', '--compare', fileWith('{'))).toThrow(/^cannot compare with/)
    expect(() => parse('kernels', '--compare', 'no-such-file')).toThrow(/^cannot compare with no-such-file/)
  })
})
