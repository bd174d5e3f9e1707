// Scan types, layout and decoding: the part of IIO that both sides of a port need.
export * from './channel-unit.ts'
export * from './decode.ts'
export * from './layout.ts'
export * from './scan-type.ts'
