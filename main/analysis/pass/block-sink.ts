// Where announced blocks go.
import type { IndexedBlock } from '../stream/block-index.ts'

export interface BlockSink {
  readonly epoch: number
  announce(block: IndexedBlock): void
}
