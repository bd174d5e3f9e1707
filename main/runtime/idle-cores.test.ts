import { cpus } from 'node:os'
import { describe, expect, it } from 'vitest'
import { IdleCores } from './idle-cores.ts'

describe('IdleCores', () => {
  it('adds up what each core was idle since the last time', () => {
    const cores = [{ times: { user: 1000, sys: 50, idle: 400 } }, { times: { user: 7, sys: 0, idle: 9000 } }]
    const readings = [cores]
    const idle = new IdleCores(() => readings.at(-1) ?? [])
    readings.push([{ times: { user: 1060, sys: 90, idle: 400 } }, { times: { user: 22, sys: 10, idle: 9075 } }])
    expect(idle.sinceLast()).toBeCloseTo(0.75)
    expect(idle.sinceLast()).toBe(0)
  })

  it('says 0 where nothing is told, and leaves out cores that come or whose counts go back', () => {
    const readings: { times: Record<string, number> }[][] = [[]]
    const idle = new IdleCores(() => readings.at(-1) ?? [])
    expect(idle.sinceLast()).toBe(0)
    readings.push([{ times: { user: 10, idle: 90 } }])
    expect(idle.sinceLast()).toBe(0)
    readings.push([{ times: { user: 200, idle: 10 } }])
    expect(idle.sinceLast()).toBe(0)
    readings.push([])
    expect(idle.sinceLast()).toBe(0)
  })

  it('reads this machine', async () => {
    const idle = new IdleCores()
    await new Promise((resolve) => setTimeout(resolve, 50))
    const cores = idle.sinceLast()
    expect(cores).toBeGreaterThanOrEqual(0)
    expect(cores).toBeLessThanOrEqual(cpus().length)
  })
})
