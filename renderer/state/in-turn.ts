// What turns something over looks at how it is when its turn comes: two presses in a row are two.
import { defineStore } from 'pinia'

const useTurns = defineStore('turns', () => {
  let turn: Promise<unknown> = Promise.resolve()
  function take(change: () => Promise<unknown>): Promise<unknown> {
    turn = turn.then(change, change)
    return turn
  }
  return { take }
})

/** Runs the change after those that were asked for before it, whether they worked or not. */
export function inTurn(change: () => Promise<unknown>): Promise<unknown> {
  return useTurns().take(change)
}
