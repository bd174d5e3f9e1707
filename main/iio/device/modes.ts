// Operating modes of a device and of a buffer: bits, as the IIO core counts them.

export const mode = {
  direct: 0x01,
  bufferTriggered: 0x02,
  bufferSoftware: 0x04,
  bufferHardware: 0x08,
  eventTriggered: 0x10,
  hardwareTriggered: 0x20,
} as const

/** A set of {@link mode} bits. */
export type Modes = number

export type BufferDirection = 'in' | 'out'
