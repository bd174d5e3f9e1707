// One run at a time; of what is asked for meanwhile only the newest is kept. For controls that are dragged.
export function newestWins<T>(run: (value: T) => Promise<unknown>): (value: T) => void {
  let busy = false
  let waiting: { value: T } | null = null

  async function start(value: T): Promise<void> {
    busy = true
    try {
      await run(value)
    } finally {
      busy = false
      const next = waiting
      waiting = null
      if (next !== null) void start(next.value)
    }
  }

  return (value) => {
    if (busy) waiting = { value }
    else void start(value)
  }
}
