// Compiles the kernels with AssemblyScript.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const sources = fileURLToPath(new URL('./assembly/', import.meta.url))

// Imported shared memory, so that every thread works on the same samples; no runtime, no assertions: kernels allocate
// nothing. The memory's limits are those of any memory that may be passed in.
const flags = [
  '--runtime=stub',
  '--importMemory',
  '--sharedMemory',
  '--initialMemory=1',
  '--maximumMemory=65536',
  '--enable=simd,threads',
  '--noAssert',
  '--optimizeLevel=3',
  '--shrinkLevel=0',
]

/** Ids of sections a second instance would run again over live memory: start (8) and data (11). */
const unwantedSections = new Map([
  [8, 'a start function'],
  [11, 'data segments'],
])

function readLeb(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!
    value |= (byte & 0x7f) << shift
    if (byte < 0x80) return [value >>> 0, at]
  }
}

/** Names what is in the module and must not be. */
export function unwantedParts(wasm: Uint8Array): string[] {
  const found: string[] = []
  for (let at = 8; at < wasm.length; ) {
    const unwanted = unwantedSections.get(wasm[at]!)
    if (unwanted !== undefined) found.push(unwanted)
    const [size, body] = readLeb(wasm, at + 1)
    at = body + size
  }
  return found
}

/**
 * Writes `kernels.wasm` into `outDir`.
 * @throws Error with the compiler's output when it fails, or when the module holds state of its own
 */
export async function compileKernels(outDir: string): Promise<void> {
  let wasm: Uint8Array | undefined
  const { error, stderr } = await asc.main(['index.ts', '--outFile=kernels.wasm', '--baseDir=.', ...flags], {
    readFile: (name) => readFile(path.join(sources, name), 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') wasm = contents
    },
    listFiles: () => [],
  })
  if (error !== null || wasm === undefined) throw new Error(`the kernels do not compile:\n${stderr.toString()}`)
  const unwanted = unwantedParts(wasm)
  if (unwanted.length > 0) throw new Error(`the compiled kernels have ${unwanted.join(' and ')}`)
  await mkdir(outDir, { recursive: true })
  await writeFile(path.join(outDir, 'kernels.wasm'), wasm)
}
