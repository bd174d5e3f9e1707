// The menu of the desktop app: what it asks for is what a key or a button does.
import { useEventListener } from '@vueuse/core'
import { isMenuMessage } from '#shared/port/menu-messages.ts'
import { runCommand } from '../kit/keys/commands.ts'

export function useMenu(host: Window = window): void {
  useEventListener(host, 'message', ({ source, data }: MessageEvent<unknown>) => {
    if (source === host && isMenuMessage(data)) void runCommand(data.command)
  })
}
