import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { compileKernels, unwantedParts } from './compile.ts'

it('compiles to a module that imports memory only, and holds no state', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'kernels-'))
  try {
    await compileKernels(folder)
    const wasm = await readFile(path.join(folder, 'kernels.wasm'))
    const module = new WebAssembly.Module(wasm)
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }])
    const kinds = new Set(WebAssembly.Module.exports(module).map(({ name, kind }) => (name === 'memory' ? name : kind)))
    expect([...kinds].sort()).toEqual(['function', 'memory'])
    expect(unwantedParts(wasm)).toEqual([])
  } finally {
    await rm(folder, { recursive: true })
  }
}, 60_000)

it('names a start function and data segments when it sees them', () => {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
  expect(unwantedParts(Uint8Array.from([...header, 8, 1, 0, 11, 1, 0]))).toEqual(['a start function', 'data segments'])
})
