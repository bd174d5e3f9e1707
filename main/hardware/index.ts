export { type FaultKind, faultKind } from './converter/input-stream.ts'
export type { HardwareCore } from './core.ts'
export { Hardware, type InterruptHandler } from './hardware.ts'
export type { HardwareOptions } from './hardware-options.ts'
export type { ConverterCounters } from './registers/counters.ts'
export {
  blankRecord,
  type DmacParameters,
  DmacRegisters,
  dmacInterrupt,
  dmacRegisterBytes,
  doneFlag,
  type PieceRecord,
  pieceFlag,
} from './registers/dmac-registers.ts'
