// Shared memory with the kernels over it, for tests: regions far enough apart, filled with a mark so that a write
// outside its region is seen.
import { readFileSync } from 'node:fs'
import { builtFile } from '#main/runtime/worker-file.ts'
import { instantiateKernels, type Kernels } from '../index.ts'

/** Bytes of one region; `at(n)` is the address of region n. */
export const regionBytes = 1 << 20
const regions = 10
/** What every byte holds that no kernel wrote. */
const mark = 0xa5

export interface Bench {
  readonly kernels: Kernels
  readonly memory: WebAssembly.Memory
  at(region: number): number
  /** The first address behind the memory. */
  readonly end: number
  i16(address: number, count: number): Int16Array
  u8(address: number, count: number): Uint8Array
  u16(address: number, count: number): Uint16Array
  u32(address: number, count: number): Uint32Array
  f64(address: number, count: number): Float64Array
  /** Marks a region up to `bytes`. */
  wipe(region: number, bytes?: number): void
  /** True when the bytes from `address` on are still marked. */
  untouched(address: number, bytes?: number): boolean
}

/** @param firstAddress where region 0 begins; a high one tests addresses beyond 2 GiB */
export function openBench(firstAddress = regionBytes): Bench {
  const pages = Math.ceil((firstAddress + regions * regionBytes) / 65536)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  const kernels = instantiateKernels(new WebAssembly.Module(readFileSync(builtFile('kernels.wasm'))), memory)
  const { buffer } = memory
  return {
    kernels,
    memory,
    at: (region) => firstAddress + region * regionBytes,
    end: pages * 65536,
    i16: (address, count) => new Int16Array(buffer, address, count),
    u8: (address, count) => new Uint8Array(buffer, address, count),
    u16: (address, count) => new Uint16Array(buffer, address, count),
    u32: (address, count) => new Uint32Array(buffer, address, count),
    f64: (address, count) => new Float64Array(buffer, address, count),
    wipe: (region, bytes = regionBytes) =>
      void new Uint8Array(buffer, firstAddress + region * regionBytes, bytes).fill(mark),
    untouched: (address, bytes = 64) => new Uint8Array(buffer, address, bytes).every((byte) => byte === mark),
  }
}
