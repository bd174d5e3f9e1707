// The menu of the desktop app: what it asks for is what a key or a button does.
import { useEventListener } from '@vueuse/core'
import { isMenuMessage } from '#shared/port/menu-messages.ts'
import { useCommands } from './use-commands.ts'

export function useMenu(host: Window = window): void {
  const commands = useCommands()
  useEventListener(host, 'message', ({ source, data }: MessageEvent<unknown>) => {
    if (source === host && isMenuMessage(data)) void commands.run[data.command](0)
  })
}
