import { describe, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import { fail, say } from '#shared/errors.ts'
import { useDraft } from './use-draft.ts'

function draftOf(commit: (text: string) => unknown) {
  const current = ref('64 KiB')
  return { current, draft: useDraft(() => current.value, commit) }
}

describe('useDraft', () => {
  it('follows the value in force until someone types', async () => {
    const { current, draft } = draftOf(() => undefined)
    current.value = '128 KiB'
    await nextTick()
    expect(draft.text.value).toBe('128 KiB')
    draft.edit('1')
    current.value = '256 KiB'
    await nextTick()
    expect(draft.text.value).toBe('1')
  })

  it('applies once and then shows the value in force', async () => {
    const applied: string[] = []
    const { current, draft } = draftOf((text) => {
      applied.push(text)
      current.value = '32 KiB'
    })
    draft.edit('32768')
    await draft.apply()
    await draft.apply()
    expect(applied).toEqual(['32768'])
    expect(draft.text.value).toBe('32 KiB')
  })

  it('keeps a refused text and says why, until it is restored', async () => {
    const { draft } = draftOf(() => fail('EINVAL', say`not a multiple of 64 B.`))
    draft.edit('65')
    await draft.apply()
    expect(draft.text.value).toBe('65')
    expect(draft.error.value).toBe('not a multiple of 64 B.')
    draft.restore()
    expect(draft.text.value).toBe('64 KiB')
    expect(draft.error.value).toBe('')
  })

  it('applies nothing when nothing was typed', async () => {
    const { draft } = draftOf(() => fail('EIO', say`must not be called`))
    await draft.apply()
    expect(draft.error.value).toBe('')
  })

  it('applies what was typed while an older text was on its way, and lets the older answer change nothing', async () => {
    const answers = new Map<string, (refusal?: Error) => void>()
    const { current, draft } = draftOf(
      (text) =>
        new Promise<void>((resolve, reject) => {
          answers.set(text, (refusal) => (refusal === undefined ? resolve() : reject(refusal)))
        }),
    )
    draft.edit('1')
    const first = draft.apply()
    // Enter and leaving the field are one wish.
    const again = draft.apply()
    draft.edit('12')
    const second = draft.apply()
    expect([...answers.keys()]).toEqual(['1', '12'])
    answers.get('1')!(new Error('too small'))
    await Promise.all([first, again])
    expect([draft.text.value, draft.error.value, draft.busy.value]).toEqual(['12', '', true])
    current.value = '12 B'
    answers.get('12')!()
    await second
    expect([draft.text.value, draft.error.value, draft.busy.value]).toEqual(['12 B', '', false])
  })

  it('keeps what is typed after Enter, until it is applied too', async () => {
    let answer = (): void => undefined
    const { draft } = draftOf(() => new Promise<void>((resolve) => (answer = resolve)))
    draft.edit('1')
    const applying = draft.apply()
    draft.edit('16')
    answer()
    await applying
    expect(draft.text.value).toBe('16')
    const next = draft.apply()
    expect(draft.busy.value).toBe(true)
    answer()
    await next
    expect(draft.text.value).toBe('64 KiB')
  })
})
