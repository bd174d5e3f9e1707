// NumPy's .npy (NEP 1): a head with the shape, then codes. The array is (scans, channels), its values are the codes.
import type { ExportRow } from '../format.ts'
import { anyType, endless, interleaved } from '../interleaved.ts'

const headBytes = 128

export const npy: ExportRow<unknown> = {
  needsFile: true,
  carriesSegments: false,
  open(capture) {
    const { columns, type, encode, scansAtOnce } = interleaved(capture, 'NumPy', anyType)
    const kind = { i8: '|i1', u8: '|u1', i16: '<i2', u16: '<u2', i32: '<i4', u32: '<u4' }[type]
    return {
      ...endless,
      encode,
      scansAtOnce,
      head({ scans }) {
        const dictionary = `{'descr': '${kind}', 'fortran_order': False, 'shape': (${scans ?? 0}, ${columns.length}), }`
        const head = Buffer.alloc(headBytes, ' ')
        head.write('\x93NUMPY\x01\x00', 'latin1')
        head.writeUInt16LE(headBytes - 10, 8)
        head.write(dictionary, 10, 'latin1')
        head.write('\n', headBytes - 1, 'latin1')
        return head
      },
    }
  },
}
