// Plain TypeScript twins of the kernels that light cells; see Kernels and twins/persistence.ts.

const rows = 256

/**
 * The cells that samples lie on: `column * 256 + row`. `list` holds (first scan, phase) pairs.
 * @returns for each waveform its cells
 */
export function persistenceLit(
  src: Int16Array,
  channels: number,
  channel: number,
  list: Uint32Array,
  columns: number,
  shift: number,
  table: Uint8Array,
): Set<number>[] {
  const step = 65_536 >> shift
  const waveforms: Set<number>[] = []
  for (let i = 0; i < list.length; i += 2) {
    const cells = new Set<number>()
    for (let scan = 0; ; scan++) {
      const column = Math.floor((scan * 65_536 - list[i + 1]! + step / 2) / step)
      if (column >= columns) break
      if (column >= 0) cells.add(column * rows + table[src[(list[i]! + scan) * channels + channel]! + 32_768]!)
    }
    waveforms.push(cells)
  }
  return waveforms
}

export function mapLight(map: Uint16Array, lit: Iterable<number>, unit: number): void {
  for (const cell of lit) map[cell] = Math.max(map[cell]!, 2 ** unit)
}
