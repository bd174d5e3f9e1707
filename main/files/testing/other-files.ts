// NumPy arrays and sigrok sessions, as their programs write them.
import { strToU8, zipSync } from 'fflate'

const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength)

/** @param dictionary the head, as NumPy writes it */
export function npyFile(dictionary: string, values: ArrayBufferView): Buffer {
  const text = `${dictionary.padEnd(117)}\n`
  const head = Buffer.alloc(10 + text.length)
  head.write('\x93NUMPY\x01\0', 'latin1')
  head.writeUInt16LE(text.length, 8)
  head.write(text, 10, 'latin1')
  return Buffer.concat([head, bytesOf(values)])
}

/** @param parts samples by the name of their file */
export function srFile(
  parts: Readonly<Record<string, ArrayBufferView>>,
  { level = 0, settings = {} }: { level?: 0 | 6; settings?: Readonly<Record<string, string | number>> } = {},
): Buffer {
  const said = { samplerate: '1 MHz', 'total probes': 8, unitsize: 1, ...settings }
  const lines = Object.entries(said).map(([name, value]) => `${name}=${value}`)
  const samples = Object.fromEntries(Object.entries(parts).map(([name, view]) => [name, bytesOf(view)] as const))
  const metadata = strToU8(`[global]\nsigrok version=0.5.2\n\n[device 1]\n${lines.join('\n')}\n`)
  return Buffer.from(zipSync({ version: strToU8('2'), metadata, ...samples }, { level }))
}
