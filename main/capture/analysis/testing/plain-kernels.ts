// The kernels' rules written as plainly as possible, so that the analysis is tested apart from their speed.
import type { AnalysisKernels } from '../kernels-used.ts'

export function plainKernels(buffer: SharedArrayBuffer): AnalysisKernels {
  const codes = new Int16Array(buffer)
  const words = new Uint32Array(buffer)
  const doubles = new Float64Array(buffer)
  const counts = new Uint16Array(buffer)

  const mergeColumns = (
    columns: number,
    channels: number,
    dst: number,
    at: (column: number) => [number, number][][],
  ) => {
    for (let column = 0; column < columns; column++)
      at(column).forEach((pairs, channel) => {
        const to = dst / 2 + (column * channels + channel) * 2
        codes[to] = Math.min(32767, ...pairs.map((pair) => pair[0]))
        codes[to + 1] = Math.max(-32768, ...pairs.map((pair) => pair[1]))
      })
  }

  return {
    envelope(src, channels, scansPerColumn, columns, dst) {
      mergeColumns(columns, channels, dst, (column) =>
        Array.from({ length: channels }, (_, channel) =>
          Array.from({ length: scansPerColumn }, (_, k): [number, number] => {
            const code = codes[src / 2 + (column * scansPerColumn + k) * channels + channel]!
            return [code, code]
          }),
        ),
      )
    },
    envelopeMerge(src, channels, factor, sourceColumns, dst) {
      mergeColumns(Math.ceil(sourceColumns / factor), channels, dst, (column) =>
        Array.from({ length: channels }, (_, channel) => {
          const pairs: [number, number][] = []
          for (let k = column * factor; k < Math.min(sourceColumns, (column + 1) * factor); k++) {
            const from = src / 2 + (k * channels + channel) * 2
            pairs.push([codes[from]!, codes[from + 1]!])
          }
          return pairs
        }),
      )
    },
    moments(src, channels, scans, dst) {
      for (let k = 0; k < scans * channels; k++) {
        const code = codes[src / 2 + k]!
        doubles[dst / 8 + (k % channels) * 2]! += code
        doubles[dst / 8 + (k % channels) * 2 + 1]! += code * code
      }
    },
    findEdges(src, channels, channel, scans, level, hysteresis, rising, skip, state, out, maxOut) {
      const sign = rising ? 1 : -1
      let arming = words[state / 4]!
      let found = 0
      let k = 0
      while (k < scans && found < maxOut) {
        const above = sign * (codes[src / 2 + k * channels + channel]! - level)
        if (above <= -hysteresis) arming = 1
        if (arming === 1 && above >= 0) {
          words[out / 4 + found++] = k
          arming = 0
          k += Math.max(1, skip)
        } else k++
      }
      words[state / 4] = arming
      words[state / 4 + 1] = k
      return found
    },
    persistence(map, src, channels, channel, list, segments, scansPerColumn) {
      for (let segment = 0; segment < segments; segment++) {
        const [first, column, columns] = words.subarray(list / 4 + segment * 3, list / 4 + segment * 3 + 3)
        for (let k = 0; k < columns!; k++) {
          const code = codes[src / 2 + (first! + k * scansPerColumn) * channels + channel]!
          const cell = map / 2 + (column! + k) * 256 + ((code + 32768) >> 8)
          counts[cell] = Math.min(65535, counts[cell]! + 1)
        }
      }
    },
  }
}
