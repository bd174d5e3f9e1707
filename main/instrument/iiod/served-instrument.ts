// What the server needs of the instrument that it serves.
import type { CaptureHub } from '#main/capture/index.ts'
import type { InstrumentHandlers } from '#shared/contract/service.ts'
import type { Stack } from '../board/stack.ts'

export interface ServedInstrument {
  readonly parts: { readonly hub: CaptureHub; readonly stack: Stack }
  /** As a viewer. */
  readonly handlers: Pick<InstrumentHandlers, 'run' | 'stop' | 'writeAttribute'>
  /** Writes an attribute, whatever it names. @throws what the attribute refuses */
  writeAttribute(device: string, path: string, value: string): Promise<string>
}
