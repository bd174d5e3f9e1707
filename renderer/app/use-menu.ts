// The menu of the desktop app, and the page with the panels: what they ask for is what a key or a button does.
import { useEventListener } from '@vueuse/core'
import { onScopeDispose } from 'vue'
import { isMenuMessage } from '#shared/port/menu-messages.ts'
import { runCommand } from '../kit/keys/commands.ts'
import { usePair } from '../state/pair/use-pair.ts'
import { useLateParts } from './late-parts.ts'

export function useMenu(host: Window = window): void {
  const late = useLateParts()
  const asked = usePair().messages.on((message) => {
    if (message.type === 'command') late.withAll(() => void runCommand(message.id, message.number))
  })
  onScopeDispose(() => asked.dispose())
  useEventListener(host, 'message', ({ source, data }: MessageEvent<unknown>) => {
    if (source === host && isMenuMessage(data)) late.withAll(() => void runCommand(data.command))
  })
}
