// The page of the keys is the table of the commands. `npx vitest run renderer/features/guide -u` writes it anew.
import { expect, it } from 'vitest'
import '../../app/features.ts'
import { allCommands, keyLabels } from '../../kit/keys/commands.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|')

it('has every key and gesture', async () => {
  const commands = allCommands()
  expect(commands.length).toBeGreaterThan(50)
  const groups = [...new Set(commands.map(({ group }) => group))].map((name) => {
    const rows = commands
      .filter(({ group }) => group === name)
      .map(({ id, action, gesture = '' }) => {
        const keys = keyLabels(id).map((label) => `<kbd>${cell(label)}</kbd>`)
        return `| ${keys.join(' ')} | ${cell(action)} | ${cell(gesture)} |`
      })
    return `## ${name}\n\n| key | what it does | with the mouse |\n| --- | --- | --- |\n${rows.join('\n')}\n`
  })
  const page = `# Keys

Every key and gesture; **?** lists them in the window. This page is made of the table of commands; a test keeps it so.

${groups.join('\n')}`
  await expect(page).toMatchFileSnapshot('../../../shared/guide/pages/keys.md')
})
