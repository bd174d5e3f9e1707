// What keys and buttons of this feature do.
import { nextTick } from 'vue'
import type { CommandTable } from '../../kit/keys/commands.ts'
import { useLayout } from '../../state/layout.ts'

/** The panel may be folded, or its column closed. */
async function focusField(id: string): Promise<void> {
  useLayout().reveal('buffer')
  await nextTick()
  const field = document.getElementById(id)
  field?.focus()
  if (field instanceof HTMLInputElement) field.select()
}

export const bufferCommands = {
  blockSize: {
    group: 'Buffer',
    action: 'Block size',
    keys: ['B'],
    gesture: 'Alt + wheel doubles or halves',
    run: () => focusField('field-block-size'),
  },
  watermark: {
    group: 'Buffer',
    action: 'Watermark',
    keys: ['W'],
    gesture: 'Alt + wheel doubles or halves',
    run: () => focusField('field-watermark'),
  },
  apply: { group: 'Buffer', action: 'Apply what was typed', keys: ['Enter'], run: null },
  restore: { group: 'Buffer', action: 'Restore the value in force', keys: ['Escape'], run: null },
} satisfies CommandTable
