// What viewers of other machines need is loaded only where somebody lets them in: it would be waited for at every start.
import type { LabWords, LetIn } from './from-command.ts'

/** As {@link prepareLab}. Null: nobody is to be let in. */
export async function labWhenAsked(command: LabWords, warn: (line: string) => void): Promise<LetIn | null> {
  if (command.listen === null) return null
  const { prepareLab } = await import('./from-command.ts')
  return prepareLab(command, warn)
}
