// Icons for Windows (.ico) and macOS (.icns): both are a list of pictures, and both take PNG.

/** A square picture. */
export interface Picture {
  /** Width and height, pixels. */
  readonly size: number
  readonly png: Buffer
}

/** An .ico: a header of 6 bytes, 16 bytes for each picture, the pictures. A size of 256 is written as 0. */
export function icoOf(pictures: readonly Picture[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let at = head.length
  for (const [k, { size, png }] of pictures.entries()) {
    const entry = 6 + 16 * k
    head.writeUInt8(size % 256, entry)
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4) // colour planes
    head.writeUInt16LE(32, entry + 6) // bits per pixel
    head.writeUInt32LE(png.length, entry + 8)
    head.writeUInt32LE(at, entry + 12)
    at += png.length
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

/** Types of an .icns that take PNG: for a size, and for screens that show half the size in twice the pixels. */
const types: readonly (readonly [type: string, size: number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic13', 256],
  ['ic09', 512],
  ['ic14', 512],
]

/** An .icns: `icns`, the length of all, and for each picture its type and its length with these 8 bytes. */
export function icnsOf(pictures: readonly Picture[]): Buffer {
  const chunk = (type: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32BE(content.length + 8, 4)
    return Buffer.concat([head, content])
  }
  const chunks = types.flatMap(([type, size]) => {
    const picture = pictures.find((one) => one.size === size)
    return picture === undefined ? [] : [chunk(type, picture.png)]
  })
  return chunk('icns', Buffer.concat(chunks))
}

/** Width and height that a PNG says it has, pixels. */
export function pngSize(png: Buffer): { readonly width: number; readonly height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
}
