// WAV files as recorders write them, and as they should not.

export interface Wav {
  readonly magic?: 'RIFF' | 'RF64' | 'BW64' | 'RIFX'
  readonly tag?: number
  /** The tag of the extensible form; `tag` is then 0xfffe. */
  readonly subFormat?: number
  /** wValidBitsPerSample of the extensible form. */
  readonly validBits?: number
  readonly channels?: number
  readonly rate?: number
  readonly bits: number
  readonly align?: number
  readonly data: Uint8Array
  readonly claimedBytes?: number
  /** Length in ds64. */
  readonly longBytes?: number
  /** Chunks before the format, before the data and behind it. */
  readonly first?: Buffer
  readonly between?: Buffer
  readonly behind?: Buffer
  readonly dataFirst?: boolean
}

export function chunk(
  name: string,
  body: Uint8Array,
  how: { length?: number; big?: boolean; pad?: boolean } = {},
): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 0, 'latin1')
  if (how.big) head.writeUInt32BE(how.length ?? body.length, 4)
  else head.writeUInt32LE(how.length ?? body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(how.pad === false ? 0 : body.length % 2)])
}

export function wavFile(wav: Wav): Buffer {
  const { magic = 'RIFF', tag = 1, subFormat, channels = 1, rate = 48_000, bits, data } = wav
  const big = magic === 'RIFX'
  const bytes = new DataView(new ArrayBuffer(subFormat === undefined ? 16 : 40))
  const align = wav.align ?? channels * Math.ceil(bits / 8)
  bytes.setUint16(0, subFormat === undefined ? tag : 0xfffe, !big)
  bytes.setUint16(2, channels, !big)
  bytes.setUint32(4, rate, !big)
  bytes.setUint32(8, rate * align, !big)
  bytes.setUint16(12, align, !big)
  bytes.setUint16(14, bits, !big)
  if (subFormat !== undefined) {
    bytes.setUint16(16, 22, !big)
    bytes.setUint16(18, wav.validBits ?? bits, !big)
    bytes.setUint16(24, subFormat, !big)
  }
  const long = Buffer.alloc(28)
  long.writeBigUInt64LE(BigInt(wav.longBytes ?? 0), 8)
  const isLong = magic === 'RF64' || magic === 'BW64'
  const format = chunk('fmt ', Buffer.from(bytes.buffer), { big })
  const samples = chunk('data', data, { big, length: wav.claimedBytes ?? (isLong ? 0xffffffff : data.length) })
  const body = [
    ...(isLong ? [chunk('ds64', long)] : []),
    ...(wav.first ? [wav.first] : []),
    ...(wav.dataFirst ? [samples, format] : [format, ...(wav.between ? [wav.between] : []), samples]),
    ...(wav.behind ? [wav.behind] : []),
  ]
  return Buffer.concat([Buffer.from(`${magic}\0\0\0\0WAVE`, 'latin1'), ...body])
}
