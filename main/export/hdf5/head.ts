// The head of an HDF5 file ("HDF5 File Format Specification Version 3.0"): a superblock (version 2), a group, and datasets that lie in one
// piece each (contiguous layout), so that samples are appended as they come and only the head is written again.
import { lookup3 } from './checksum.ts'

/** No place in the file. */
const nowhere = 0xffff_ffff_ffff_ffffn
const superblockBytes = 48

/** Kinds of header messages, by the format's own numbers. */
const kind = {
  dataspace: 1,
  linkInfo: 2,
  datatype: 3,
  fillValue: 5,
  link: 6,
  layout: 8,
  groupInfo: 10,
  attribute: 12,
} as const

const u16 = (value: number): Buffer => {
  const made = Buffer.alloc(2)
  made.writeUInt16LE(value)
  return made
}
const u32 = (value: number): Buffer => {
  const made = Buffer.alloc(4)
  made.writeUInt32LE(value)
  return made
}
const u64 = (value: number | bigint): Buffer => {
  const made = Buffer.alloc(8)
  made.writeBigUInt64LE(BigInt(value))
  return made
}

/** A number of the file: fixed point of so many bytes, or a double. */
export type NumberType = { readonly bytes: number; readonly signed: boolean } | 'f64'

function numberType(type: NumberType): Buffer {
  // Class 1, floating point; the sign is bit 63, and the bit before the mantissa is implied.
  if (type === 'f64')
    return Buffer.concat([
      Buffer.from([0x11, 0x20, 63, 0]),
      ...[u32(8), u16(0), u16(64), Buffer.from([52, 11, 0, 52]), u32(1023)],
    ])
  return Buffer.concat([
    Buffer.from([0x10, type.signed ? 0x08 : 0, 0, 0]),
    ...[u32(type.bytes), u16(0), u16(type.bytes * 8)],
  ])
}

/** Class 3: texts of so many bytes, filled up with zeros, in UTF-8. */
const textType = (bytes: number): Buffer => Buffer.concat([Buffer.from([0x13, 0x11, 0, 0]), u32(bytes)])

/** @param dims none: one value */
const dataspace = (dims: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from([2, dims.length, 0, dims.length === 0 ? 0 : 1]), ...dims.map(u64)])

interface Message {
  readonly kind: number
  readonly body: Buffer
}

/** What is said of a group or a dataset: a name and a value, or a list of them. */
export interface Attribute {
  readonly name: string
  readonly value: number | string | readonly number[] | readonly string[]
}

function attribute({ name, value }: Attribute): Message {
  const values: readonly (number | string)[] = typeof value === 'object' ? value : [value]
  const texts = values.map((one) => Buffer.from(typeof one === 'string' ? one : ''))
  const width = Math.max(1, ...texts.map(({ length }) => length))
  const isText = values.some((one) => typeof one === 'string')
  const type = isText ? textType(width) : numberType('f64')
  const data = isText
    ? texts.map((text) => Buffer.concat([text, Buffer.alloc(width - text.length)]))
    : [Buffer.from(Float64Array.from(values as readonly number[]).buffer)]
  const space = dataspace(typeof value === 'object' ? [value.length] : [])
  const called = Buffer.from(`${name}\0`)
  const sizes = [called, type, space].map(({ length }) => u16(length))
  return {
    kind: kind.attribute,
    body: Buffer.concat([Buffer.from([3, 0]), ...sizes, Buffer.from([1]), called, type, space, ...data]),
  }
}

const withChecksum = (bytes: Buffer): Buffer => Buffer.concat([bytes, u32(lookup3(bytes))])

/** An object header (version 2) in one chunk. */
function object(messages: readonly Message[]): Buffer {
  const told = messages.map((one) =>
    Buffer.concat([Buffer.from([one.kind]), u16(one.body.length), Buffer.from([0]), one.body]),
  )
  const body = Buffer.concat(told)
  // The length of the chunk has four bytes.
  return withChecksum(Buffer.concat([Buffer.from('OHDR'), Buffer.from([2, 2]), u32(body.length), body]))
}

export interface Dataset {
  readonly name: string
  readonly type: NumberType
  readonly dims: readonly [number, number]
  readonly attributes: readonly Attribute[]
  /** Where its data begins in the file; not asked when it has none. */
  readonly address: number
}

function datasetObject({ type, dims, attributes, address }: Dataset): Buffer {
  const bytes = dims[0] * dims[1] * (type === 'f64' ? 8 : type.bytes)
  return object([
    { kind: kind.dataspace, body: dataspace(dims) },
    { kind: kind.datatype, body: numberType(type) },
    // Space is taken late, and nothing is filled in that nobody asked for.
    { kind: kind.fillValue, body: Buffer.from([3, 0x0a]) },
    { kind: kind.layout, body: Buffer.concat([Buffer.from([3, 1]), u64(bytes === 0 ? nowhere : address), u64(bytes)]) },
    ...attributes.map(attribute),
  ])
}

/** A file whose root group holds these datasets, and these attributes. @param endBytes where the file ends */
export function hdf5Head(datasets: readonly Dataset[], attributes: readonly Attribute[], endBytes: number): Buffer {
  const objects = datasets.map(datasetObject)
  const places = objects.map((_, k) => objects.slice(0, k).reduce((sum, one) => sum + one.length, superblockBytes))
  const root = object([
    { kind: kind.linkInfo, body: Buffer.concat([Buffer.from([0, 0]), u64(nowhere), u64(nowhere)]) },
    { kind: kind.groupInfo, body: Buffer.from([0, 0]) },
    ...datasets.map(({ name }, k) => ({
      kind: kind.link,
      body: Buffer.concat([Buffer.from([1, 0, Buffer.byteLength(name)]), Buffer.from(name), u64(places[k]!)]),
    })),
    ...attributes.map(attribute),
  ])
  const rootAt = objects.reduce((sum, one) => sum + one.length, superblockBytes)
  const superblock = withChecksum(
    Buffer.concat([
      Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'),
      // Version 2; places and lengths have eight bytes.
      Buffer.from([2, 8, 8, 0]),
      ...[u64(0), u64(nowhere), u64(endBytes), u64(rootAt)],
    ]),
  )
  return Buffer.concat([superblock, ...objects, root])
}
