// WAV: PCM of 16 or 32 bits, whose samples are the codes. From 4 GiB on it is an RF64 file (EBU Tech 3306): room for its
// `ds64` chunk is kept from the start, as a `JUNK` chunk that readers pass over. What a code is in volts is in the comment.
import { fail, say } from '#shared/errors.ts'
import { type Column, codeTypes } from '../columns.ts'
import type { ExportRow } from '../format.ts'
import { endless, interleaved } from '../interleaved.ts'

const longest = 0xffffffff
const [pcm, extensible] = [1, 0xfffe]
/** Of PCM, behind its first two bytes (KSDATAFORMAT_SUBTYPE_PCM). */
const subtypeRest = '000000001000800000aa00389b71'

const commentOf = (columns: readonly Column[]): string =>
  columns
    .map(({ name, unit, scale, offset }) => `${name}: ${unit || 'value'} = (code + ${offset}) * ${scale}`)
    .join('; ')

function chunk(name: string, body: Uint8Array): Buffer {
  const padded = Buffer.alloc(8 + body.length + (body.length % 2))
  padded.write(name, 'latin1')
  padded.writeUInt32LE(body.length, 4)
  padded.set(body, 8)
  return padded
}

function formatChunk(channels: number, bytes: number, rateHz: number): Buffer {
  const isPlain = channels <= 2 && bytes === 2
  const body = Buffer.alloc(isPlain ? 16 : 40)
  body.writeUInt16LE(isPlain ? pcm : extensible, 0)
  body.writeUInt16LE(channels, 2)
  body.writeUInt32LE(rateHz, 4)
  // Of no use to readers, and too small for fast captures.
  body.writeUInt32LE(Math.min(rateHz * channels * bytes, longest), 8)
  body.writeUInt16LE(channels * bytes, 12)
  body.writeUInt16LE(bytes * 8, 14)
  if (!isPlain) {
    body.writeUInt16LE(22, 16)
    body.writeUInt16LE(bytes * 8, 18)
    body.writeUInt16LE(pcm, 24)
    body.write(subtypeRest, 26, 'hex')
  }
  return chunk('fmt ', body)
}

export const wav: ExportRow<unknown> = {
  needsFile: false,
  carriesSegments: false,
  open(capture) {
    const { samplingFrequencyHz: rateHz } = capture
    if (!Number.isInteger(rateHz) || rateHz > longest)
      fail('EINVAL', say`A WAV file takes whole rates up to ${longest} Hz, not ${rateHz} Hz.`)
    const { columns, type, frameBytes, encode, scansAtOnce } = interleaved(capture, 'WAV', ['i16', 'i32'])
    const format = formatChunk(columns.length, codeTypes[type].bytes, rateHz)
    const comment = chunk('ICMT', Buffer.from(`${commentOf(columns)}\0`))
    const software = chunk('ISFT', Buffer.from('Blockscope\0'))
    const list = chunk('LIST', Buffer.concat([Buffer.from('INFO'), software, comment]))
    return {
      ...endless,
      encode,
      scansAtOnce,
      head({ scans }) {
        const long = chunk('JUNK', Buffer.alloc(28))
        const data = Buffer.from('data\xff\xff\xff\xff', 'latin1')
        const riff = Buffer.from('RIFF\xff\xff\xff\xffWAVE', 'latin1')
        const head = Buffer.concat([riff, long, format, list, data])
        if (scans === null) return head
        const dataBytes = scans * frameBytes
        const riffBytes = head.length - 8 + dataBytes + (dataBytes % 2)
        if (riffBytes < longest) {
          head.writeUInt32LE(riffBytes, 4)
          head.writeUInt32LE(dataBytes, head.length - 4)
        } else {
          head.write('RF64', 'latin1')
          head.write('ds64', 12, 'latin1')
          head.writeBigUInt64LE(BigInt(riffBytes), 20)
          head.writeBigUInt64LE(BigInt(dataBytes), 28)
          head.writeBigUInt64LE(BigInt(scans), 36)
        }
        return head
      },
      tail: ({ scans }) => (((scans ?? 0) * frameBytes) % 2 === 1 ? [new Uint8Array(1)] : []),
    }
  },
}
