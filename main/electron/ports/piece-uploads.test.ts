import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { TakeFile } from '#main/server/upload.ts'
import { FakeRuntime } from '#main/testing/index.ts'
import { fail, say, toWireError } from '#shared/errors.ts'
import { PieceUploads, pieceIdleMs } from './piece-uploads.ts'

let taken: { name: string; text: string; announced: number | null }[]
let broken: string[]
const take: TakeFile = async (content, name, announced) => {
  let text = ''
  try {
    for await (const piece of content) text += Buffer.from(piece).toString()
  } catch (thrown) {
    broken.push(toWireError(thrown).message)
    throw thrown
  }
  taken.push({ name, text, announced })
  return name
}
beforeEach(() => {
  taken = []
  broken = []
})

const send = (uploads: PieceUploads, at: number, text: string, bytes: number, upload = 'a') =>
  uploads.receive(
    new URLSearchParams({ name: `${upload}.csv`, upload, at: String(at), bytes: String(bytes) }),
    Buffer.from(text),
  )

describe('a file in pieces', () => {
  it('is taken in whole, beside others', async () => {
    const uploads = new PieceUploads(take)
    expect(await send(uploads, 0, 'one ', 8)).toEqual({ status: 200, body: { received: 4 } })
    expect(await send(uploads, 0, 'other', 5, 'b')).toEqual({ status: 201, body: { name: 'b.csv' } })
    expect(await send(uploads, 4, 'two ', 8)).toEqual({ status: 201, body: { name: 'a.csv' } })
    expect(taken).toEqual([
      { name: 'b.csv', text: 'other', announced: 5 },
      { name: 'a.csv', text: 'one two ', announced: 8 },
    ])
    expect(await send(uploads, 0, '', 0)).toMatchObject({ status: 201 })
  })

  it('waits for a slow disk', async () => {
    let letGo: () => void = () => undefined
    const slow: TakeFile = async (content, name) => {
      await new Promise<void>((resolve) => {
        letGo = resolve
      })
      for await (const _ of content);
      return name
    }
    const uploads = new PieceUploads(slow)
    const large = 'x'.repeat(8 << 20)
    const answered = vi.fn()
    const first = send(uploads, 0, large, large.length + 1).then(answered)
    await new Promise((resolve) => setImmediate(resolve))
    expect(answered).not.toHaveBeenCalled()
    letGo()
    await first
    expect(await send(uploads, large.length, 'y', large.length + 1)).toMatchObject({ status: 201 })
  })

  it('is refused as soon as the instrument refuses it', async () => {
    const uploads = new PieceUploads(() => fail('ENOSPC', say`No space is left.`))
    // With the first piece or the second, before the last in any case.
    let answer = await send(uploads, 0, 'one', 9)
    if (answer.status === 200) answer = await send(uploads, 3, 'two', 9)
    expect(answer).toMatchObject({ status: 507, body: { errno: 'ENOSPC', message: 'No space is left.' } })
  })

  it.each([
    ['is missing', 7, 20],
    ['comes again', 0.5, 20],
    ['is longer than was said', 4, 5],
    ['belongs to nothing', 4, 20],
  ])('is given up when a piece %s', async (what, at, bytes) => {
    const uploads = new PieceUploads(take)
    if (what !== 'belongs to nothing') await send(uploads, 0, 'one ', bytes)
    expect(await send(uploads, at, 'two ', bytes)).toMatchObject({ status: 400, body: { errno: 'EINVAL' } })
    await vi.waitFor(() => expect(broken).toHaveLength(what === 'belongs to nothing' ? 0 : 1))
    expect(taken).toEqual([])
  })

  it('is given up when its page is gone', async () => {
    const runtime = new FakeRuntime()
    const uploads = new PieceUploads(take, runtime.clock)
    await send(uploads, 0, 'one ', 8)
    runtime.advance(pieceIdleMs - 1)
    await runtime.settle()
    expect(broken).toEqual([])
    runtime.advance(1)
    await vi.waitFor(() => expect(broken).toEqual(['the page sends no more']))
    expect(await send(uploads, 4, 'two ', 8)).toMatchObject({ status: 400 })
  })
})
